"""Hidden tests of `logistic_loss_grad`: against autograd, for huge logits, and going downhill."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def evaluate(ns, w, b, X, y):
    """Loss and gradients, and the caller's arrays after the call."""
    w, X, y = np.array(w), np.array(X), np.array(y)
    return ns.logistic_loss_grad(w, b, X, y), w, X, y


def ask(notebook, w, b, X, y):
    """Loss, gradient by w, derivative by b."""
    answer, *after = notebook.run(evaluate, w.numpy(), float(b), X.numpy(), y.numpy())
    is_triple = isinstance(answer, tuple | list) and len(answer) == 3
    require(is_triple, "`logistic_loss_grad` has to return three things", target="(loss, grad_w, grad_b)")
    loss, grad_b = (as_tensor(answer[i], name).reshape(-1) for i, name in ((0, "the loss"), (2, "the derivative by b")))
    require(loss.numel() == 1, "the loss is one number", hint="The mean over all examples.")
    require(grad_b.numel() == 1, "the derivative by b is one number")
    grad_w = as_tensor(answer[1], "the gradient by w")
    assert_shape(grad_w, tuple(w.shape), what="the gradient by w", hint="A gradient has the shape of what it is by.")
    for found, given in zip(after, (w, X, y), strict=True):
        assert_close(
            found, given, rtol=0, atol=1e-12, what="the caller's array after the call", hint="Copy before you change."
        )
    return loss[0], grad_w, grad_b[0]


def reference(w, b, X, y):
    """The same by autograd."""
    w, b = w.clone().requires_grad_(), torch.as_tensor(b, dtype=torch.float64).clone().requires_grad_()
    loss = torch.nn.functional.binary_cross_entropy_with_logits(X @ w + b, y)
    return loss.detach(), *torch.autograd.grad(loss, (w, b))


def draw(rng, N, D):
    """Weights, intercept, examples, and zeros and ones that are not equally many."""
    y = (rng.uniform(0, 1, (N,)) < 0.3).to(torch.float64)
    y[0] = 1.0
    return rng.normal(D), float(rng.normal(1)[0]), rng.normal(N, D) + 0.5, y


SIZES = ((6, 3), (1, 4), (9, 1), (1, 1), (40, 7), (3, 3))


@points("logistic_loss_grad", 2)
def test_loss(notebook, rng):
    """The loss is minus the logarithm of the probability that was given to what came true, averaged over the examples."""
    hint = "log(1 + e^l) - y l with l = X w + b, and the mean over the examples."
    for N, D in SIZES:
        w, b, X, y = draw(rng, N, D)
        loss, *_ = ask(notebook, w, b, X, y)
        assert_close(loss, reference(w, b, X, y)[0], rtol=1e-9, what=f"the loss of {N} example(s)", hint=hint)


@points("logistic_loss_grad", 2)
def test_gradient(notebook, rng):
    """Both gradients are those of the mean loss, and a small step against them goes downhill by as much as they say."""
    hint = "How wrong was each probability (said minus true)? That times the features, averaged over the examples."
    for N, D in SIZES:
        w, b, X, y = draw(rng, N, D)
        _, grad_w, grad_b = ask(notebook, w, b, X, y)
        _, right_w, right_b = reference(w, b, X, y)
        assert_close(grad_w, right_w, rtol=1e-9, what=f"the gradient by w of {N} example(s)", hint=hint)
        assert_close(grad_b, right_b, rtol=1e-9, what=f"the derivative by b of {N} example(s)", hint=hint)
        h = 1e-5
        after = reference(w - h * grad_w, b - h * float(grad_b), X, y)[0]
        fall = h * (grad_w.square().sum() + grad_b**2)
        message = "a small step against the gradient does not go downhill as it should"
        require(bool((reference(w, b, X, y)[0] - after - fall).abs() < 0.01 * fall + 1e-13), message, hint=hint)


@points("logistic_loss_grad", 2)
def test_logits_of_any_size(notebook, rng):
    """With huge logits of either sign all is finite and exact: nothing overflows, nothing is cut off."""
    one = torch.ones(1, dtype=torch.float64)
    hint = "e^1000 overflows and log(0) is infinite: use the form at the right of (10), or `np.logaddexp`; cut nothing off."
    for size in (30.0, 40.0, 300.0, 800.0, 9000.0):
        for sign in (1.0, -1.0):
            for label in (0.0, 1.0):
                X, y = sign * size * one[:, None], label * one
                loss, grad_w, grad_b = ask(notebook, one, 0.0, X, y)
                right = reference(one, 0.0, X, y)
                side = "wrong" if (sign > 0) != (label > 0) else "right"
                what = f"for an example that is surely {side}"
                assert_close(loss, right[0], rtol=1e-9, atol=1e-12, what=f"the loss {what}", hint=hint)
                assert_close(grad_w, right[1], rtol=1e-9, atol=1e-9, what=f"the gradient by w {what}", hint=hint)
                assert_close(grad_b, right[2], rtol=1e-9, atol=1e-12, what=f"the derivative by b {what}", hint=hint)
    w, b, X, y = draw(rng, 12, 3)
    assert_close(
        ask(notebook, 2000 * w, b, X, y)[0], reference(2000 * w, b, X, y)[0], rtol=1e-9, what="the loss", hint=hint
    )
