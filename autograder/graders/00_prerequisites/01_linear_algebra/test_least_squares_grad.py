"""Hidden tests of `least_squares_grad`: one example, a batch, and the definition of a derivative."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points


def loss(W, X, Y):
    """The mean over examples of the squared error, summed over outputs."""
    return (X @ W.T - Y).square().sum(dim=1).mean()


@points("least_squares_grad", 2)
def test_gradient_of_one_example(notebook, rng):
    """For a batch of one example the gradient is that of a single squared error, of the shape of W."""
    W, X, Y = rng.normal(3, 5), rng.normal(1, 5), rng.normal(1, 3)
    gradient = notebook.least_squares_grad(W, X, Y)
    assert_shape(gradient, (3, 5), what="the gradient", hint="A gradient has the shape of what it belongs to: W.")
    assert_close(
        gradient, 2 * torch.outer(W @ X[0] - Y[0], X[0]), what="the gradient", hint="Compare with equation (6)."
    )


@points("least_squares_grad", 2)
def test_gradient_of_a_batch(notebook, rng):
    """For a batch it is the mean over the examples; the outputs of one example are summed, not averaged."""
    for batch, m, n in ((6, 4, 3), (2, 2, 5), (9, 3, 3)):
        W, X, Y = rng.normal(m, n).requires_grad_(), rng.normal(batch, n), rng.normal(batch, m)
        (expected,) = torch.autograd.grad(loss(W, X, Y), W)
        gradient = notebook.least_squares_grad(W.detach(), X, Y)
        hint = "Average over the B examples only: divide by B, not by the number of entries of Y, and not by 1."
        assert_close(gradient, expected, what="the gradient of a batch", hint=hint)


@points("least_squares_grad", 1)
def test_gradient_predicts_how_the_loss_changes(notebook, rng):
    """Moving W a little in any direction changes the loss as the gradient says (central difference)."""
    W, X, Y, step = rng.normal(4, 4), rng.normal(5, 4), rng.normal(5, 4), 1e-4
    gradient = as_tensor(notebook.least_squares_grad(W, X, Y), "the gradient")
    assert_shape(gradient, (4, 4), what="the gradient")
    for E in rng.normal(3, 4, 4):
        slope = (loss(W + step * E, X, Y) - loss(W - step * E, X, Y)) / (2 * step)
        hint = "Check your own gradient with equation (8); for a square W a transposed one has the right shape, too."
        assert_close((gradient * E).sum(), slope, rtol=1e-5, what="the slope that the gradient predicts", hint=hint)
