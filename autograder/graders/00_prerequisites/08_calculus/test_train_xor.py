"""Hidden tests of `train_xor`: what the returned weights know, each step, and the losses."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require

CORNERS = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]


@inside
def train(ns, start, X, Y, lr, steps):
    """What is returned, and the start after the call."""
    W_1, b_1, w_2, b_2 = start
    start = ([list(row) for row in W_1], list(b_1), list(w_2), b_2)
    return ns.train_xor(start, X, Y, lr, steps), start


def answer_of(weights, X):
    """Equation (19)."""
    W_1, b_1, w_2, b_2 = weights
    return torch.tanh(X @ W_1.T + b_1) @ w_2 + b_2


def reference(start, X, Y, lr, steps):
    """Gradient descent by autograd: weights and losses."""
    weights = [as_tensor(part).clone().requires_grad_() for part in start]
    X, Y, losses = as_tensor(X), as_tensor(Y), []
    for step in range(steps + 1):
        loss = (answer_of(weights, X) - Y).square().mean()
        losses.append(float(loss.detach()))
        if step < steps:
            gradients = torch.autograd.grad(loss, weights)
            weights = [(w - lr * g).detach().requires_grad_() for w, g in zip(weights, gradients, strict=True)]
    return [w.detach() for w in weights], losses


def draw_start(rng, hidden, inputs):
    """Weights to start from."""
    W_1, b_1, w_2 = rng.normal(hidden, inputs), rng.normal(hidden), rng.normal(hidden) / hidden**0.5
    return W_1.tolist(), b_1.tolist(), w_2.tolist(), float(0.1 * rng.normal(1)[0])


def ask(notebook, start, X, Y, lr, steps):
    """Weights and losses of the right shapes; the start must be as it was."""
    answer, after = notebook.run(train, start, X, Y, lr, steps)
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`train_xor` has to return two things", hint="return weights, losses", target="(weights, losses)")
    weights, losses = answer
    is_form = isinstance(weights, tuple | list) and len(weights) == 4
    require(is_form, "the weights have to be four things", hint="In the form of start: (W_1, b_1, w_2, b_2).")
    names = ("W_1", "b_1", "w_2", "b_2")
    parts = []
    for part, was, left, name in zip(weights, start, after, names, strict=True):
        found = as_tensor(part, name)
        assert_shape(found, tuple(as_tensor(was).shape), what=name, hint="The weights have the form of start.")
        hint = "Train on copies: the caller may want to start from there again."
        assert_close(left, as_tensor(was), rtol=0, atol=0, what=f"the caller's {name} after the call", hint=hint)
        parts.append(found)
    return parts, as_tensor(losses, "the losses")


@points("train_xor", 3, seconds=40)
def test_it_learns_what_no_line_can(notebook, rng):
    """From a fresh start, the weights that are returned answer XOR with an error below 0.01, and its opposite, too."""
    X = as_tensor(CORNERS)
    for Y in ([0.0, 1.0, 1.0, 0.0], [1.0, 0.0, 0.0, 1.0]):
        start = draw_start(rng, 8, 2)
        while reference(start, CORNERS, Y, 0.1, 400)[1][-1] > 2e-3:
            start = draw_start(rng, 8, 2)
        weights, _ = ask(notebook, start, CORNERS, Y, 0.1, 400)
        error = float((answer_of(weights, X) - as_tensor(Y)).square().mean())
        message = "the network has not learnt its task"
        hint = "W_1, b_1, w_2 and b_2 all take a step, 400 times, along a gradient at the weights as they are then."
        require(
            error < 0.01, message, hint=hint, measured=f"a mean squared error of about {error:.0e}", target="below 0.01"
        )


@points("train_xor", 3, seconds=20)
def test_each_step_goes_downhill(notebook, rng):
    """After one step, and after a few, all weights are where gradient descent (20) takes them, on any data."""
    for hidden, inputs, count, steps, lr in (
        (3, 2, 4, 1, 0.3),
        (4, 3, 5, 4, 0.1),
        (1, 1, 1, 2, 0.05),
        (2, 2, 7, 6, 0.2),
    ):
        start, X, Y = draw_start(rng, hidden, inputs), rng.normal(count, inputs).tolist(), rng.normal(count).tolist()
        weights, _ = ask(notebook, start, X, Y, lr, steps)
        expected, _ = reference(start, X, Y, lr, steps)
        for found, right, name in zip(weights, expected, ("W_1", "b_1", "w_2", "b_2"), strict=True):
            hint = (
                "The loss is a mean over examples; each step takes lr times the gradient off every weight, all at once."
            )
            assert_close(found, right, rtol=1e-8, what=f"{name} after {steps} steps", hint=hint)


@points("train_xor", 2, seconds=20)
def test_losses_are_those_on_the_way(notebook, rng):
    """There is one loss before the first step and one after each, and no steps leave the weights where they start."""
    for hidden, inputs, count, steps in ((3, 2, 4, 5), (2, 3, 6, 1), (4, 1, 2, 0)):
        start, X, Y = draw_start(rng, hidden, inputs), rng.normal(count, inputs).tolist(), rng.normal(count).tolist()
        weights, losses = ask(notebook, start, X, Y, 0.1, steps)
        assert_shape(losses, (steps + 1,), what="the list of losses", hint="One before the first step, one after each.")
        expected, right = reference(start, X, Y, 0.1, steps)
        hint = "Each loss is the mean squared error at the weights before the step that follows."
        assert_close(losses, right, rtol=1e-8, what="the list of losses", hint=hint)
        if steps == 0:
            assert_close(weights[0], expected[0], rtol=1e-12, what="W_1 after no step")
