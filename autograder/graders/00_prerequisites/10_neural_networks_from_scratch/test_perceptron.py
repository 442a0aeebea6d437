"""Hidden tests of `perceptron`: each step on whole numbers, where it stops, and its edges."""

from itertools import pairwise

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def train(ns, X, y, options):
    """What is returned, and the data after the call."""
    X, y = np.array(X), np.array(y)
    return ns.perceptron(X, y, **options), X, y


def reference(X, y, max_epochs=100):
    """Rosenblatt's rule: weights, bias, mistakes in each pass."""
    w, b, mistakes = torch.zeros(X.shape[1], dtype=torch.float64), 0.0, []
    for _ in range(max_epochs):
        wrong = 0
        for x_s, y_s in zip(X, y.tolist(), strict=True):
            if y_s * (float(w @ x_s) + b) <= 0:
                w, b, wrong = w + y_s * x_s, b + y_s, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def draw(rng, count, inputs):
    """Whole numbers, so that scores are exact and ties are frequent, with labels that know nothing of them."""
    X = rng.integers(-3, 4, (count, inputs)).double()
    return X, 2 * rng.integers(0, 2, (count,)) - 1


def ask(notebook, X, y, **options):
    """Weights, bias and mistakes; the data must be as they were."""
    answer, X_after, y_after = notebook.run(train, X.numpy(), y.numpy(), options)
    is_triple = isinstance(answer, tuple | list) and len(answer) == 3
    require(is_triple, "`perceptron` has to return three things", hint="return w, b, mistakes")
    w, b, mistakes = answer
    assert_shape(w, (X.shape[1],), what="the weights", hint="One for each input.")
    assert_shape(b, (), what="the bias", hint="One number.")
    hint = "`w += ...` on a view of the data writes into it: start from zeros of your own."
    assert_close(X_after, X, rtol=0, atol=0, what="the caller's X after the call", hint=hint)
    assert_close(y_after, y, rtol=0, atol=0, what="the caller's y after the call", hint=hint)
    return w, b, as_tensor(mistakes, "the list of mistakes")


def compare(notebook, X, y, **options):
    """All three as Rosenblatt's rule has them."""
    w, b, mistakes = ask(notebook, X, y, **options)
    right_w, right_b, right_mistakes = reference(X, y, **options)
    hint = "One count for each pass; the first pass without a mistake is the last."
    assert_shape(mistakes, (len(right_mistakes),), what="the list of mistakes", hint=hint)
    hint = "A mistake is y s(x) <= 0, at the weights as they are when the example's turn comes."
    assert_close(mistakes, right_mistakes, rtol=0, atol=1e-9, what="the mistakes in each pass", hint=hint)
    hint = "After a mistake, and only then, y x goes onto the weights and y onto the bias."
    assert_close(w, right_w, rtol=0, atol=1e-9, what="the weights", hint=hint)
    assert_close(b, right_b, rtol=0, atol=1e-9, what="the bias", hint=hint)
    return w


@points("perceptron", 2)
def test_every_step(notebook, rng):
    """On data that no line separates, each pass makes the mistakes and the steps of rule (2), in the order of the examples."""
    for count, inputs, passes in ((12, 2, 1), (20, 3, 2), (15, 1, 5), (30, 4, 9)):
        X, y = draw(rng, count, inputs)
        X[-1], y[-1] = X[0], -y[0]  # the same example with both labels: no line can do it
        compare(notebook, X, y, max_epochs=passes)


def draw_separable(rng, inputs):
    """Data with a line, which is not found at once: mistakes do not fall from pass to pass."""
    while True:
        X, line = rng.integers(-6, 7, (60, inputs)).double(), rng.normal(inputs + 1)
        score = X @ line[:-1] + 3 * line[-1]
        is_clear = score.abs() > line[:-1].norm()
        X, y = X[is_clear], score[is_clear].sign().long()
        if len(X) < 10:
            continue
        mistakes = reference(X, y, 60)[2]
        if mistakes[-1] == 0 and any(b >= a for a, b in pairwise(mistakes)):
            line[-1] *= 3
            return X, y, line


@points("perceptron", 2)
def test_it_finds_a_line_and_stops(notebook, rng):
    """If there is a line it finds one, stops after the first pass without a mistake, and makes no more mistakes than (3)."""
    for inputs in (2, 5):
        X, y, line = draw_separable(rng, inputs)
        w, b, mistakes = ask(notebook, X, y, max_epochs=300)
        margins = y * (X @ as_tensor(w) + as_tensor(b))
        message = "there is a line, and the neuron has not found one"
        require(bool((margins > 0).all()), message, hint="Go on until a pass over all examples is free of mistakes.")
        ones = torch.ones(len(X), 1, dtype=torch.float64)
        widths = y * (torch.cat([X, ones], dim=1) @ line) / line.norm()
        bound = float((X.square().sum(dim=1).max() + 1) / widths.min() ** 2)
        message = "it makes more mistakes than Novikoff's theorem allows"
        require(float(mistakes.sum()) <= bound + 1e-6, message, hint="Is every step y x, and y for the bias?")
        compare(notebook, X, y, max_epochs=300)


@points("perceptron", 1)
def test_edges(notebook, rng):
    """No passes, one example, examples on the line, labels that are floats, and the hundred passes of the signature."""
    X, y = draw(rng, 6, 3)
    compare(notebook, X, y, max_epochs=0)
    compare(notebook, X[:1], y[:1])
    compare(notebook, X[:2], torch.tensor([1, -1]), max_epochs=50)
    zeros = torch.zeros(2, 2, dtype=torch.float64)
    compare(notebook, zeros, torch.tensor([-1, 1]), max_epochs=4)
    compare(notebook, zeros, torch.tensor([-1, -1]), max_epochs=4)
    X[-1], y[-1] = X[0], -y[0]
    w = compare(notebook, X, y)
    assert_dtype(w, torch.float64, what="the weights", hint="Start from np.zeros, which makes float64.")
    compare(notebook, X, y.double(), max_epochs=3)
    ties = torch.tensor([[1.0, 0.0], [-2.0, 0.0], [0.0, 1.0], [-1.0, -1.0]], dtype=torch.float64)
    compare(notebook, ties, torch.tensor([1, 1, -1, 1]), max_epochs=6)
