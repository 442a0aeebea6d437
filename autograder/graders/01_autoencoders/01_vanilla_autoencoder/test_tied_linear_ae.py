"""Hidden tests of `tied_linear_ae`: the loss, both parts of its gradient, and the definition of a derivative."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points, require


def loss_of(W, X):
    """Equation (2)."""
    return (X @ W.T @ W - X).square().sum(dim=1).mean()


def ask(notebook, W, X):
    """The student's loss and gradient, of the right shapes."""
    answer = notebook.tied_linear_ae(W, X)
    message = "two things are to be returned: the loss, and its gradient"
    require(isinstance(answer, list | tuple) and len(answer) == 2, message, hint="Is a `return` missing?")
    loss, gradient = answer
    assert_shape(as_tensor(loss, "the loss").reshape(-1), (1,), what="the loss", hint="One number for the whole data.")
    assert_shape(gradient, tuple(W.shape), what="the gradient", hint="It has the shape of what it belongs to: W.")
    return as_tensor(loss, "the loss").reshape(()), as_tensor(gradient, "the gradient")


@points("tied_linear_ae", 1)
def test_loss_is_summed_over_entries_and_averaged_over_examples(notebook, rng):
    """The loss is the squared error of a copy, summed over its entries and averaged over the examples, for any W."""
    for n, d, k in ((7, 5, 2), (1, 4, 1), (3, 6, 6)):
        W, X = rng.normal(k, d), rng.normal(n, d) + 1
        hint = "Sum over the d entries of an example, divide by the number of examples; the data is used as it comes."
        assert_close(ask(notebook, W, X)[0], loss_of(W, X), what="the loss", hint=hint)


@points("tied_linear_ae", 2)
def test_gradient_has_both_parts(notebook, rng):
    """The gradient is that of the loss, through the encoder and through the decoder, for rows of any length and angle."""
    for n, d, k in ((8, 5, 3), (1, 4, 2), (5, 3, 3)):
        W, X = rng.normal(k, d).requires_grad_(), rng.normal(n, d) + 0.5
        (expected,) = torch.autograd.grad(loss_of(W, X), W)
        hint = "W is used twice: are both parts of equation (3) there? They are not equal. And where does its factor come from?"
        assert_close(ask(notebook, W.detach(), X)[1], expected, what="the gradient", hint=hint)


@points("tied_linear_ae", 1)
def test_gradient_predicts_how_the_loss_changes(notebook, rng):
    """Moving W a little in any direction changes the loss as the gradient says (central difference)."""
    W, X, step = rng.normal(2, 6), rng.normal(4, 6), 1e-4
    loss, gradient = ask(notebook, W, X)
    assert_close(loss, loss_of(W, X), what="the loss")
    for E in rng.normal(4, 2, 6):
        slope = (loss_of(W + step * E, X) - loss_of(W - step * E, X)) / (2 * step)
        hint = "Check your gradient with a central difference: which factor, or which part, is missing?"
        assert_close((gradient * E).sum(), slope, rtol=1e-5, what="the slope that the gradient predicts", hint=hint)


@points("tied_linear_ae", 1)
def test_rotating_the_code_changes_nothing_but_the_axes(notebook, rng):
    """With QW for W, Q orthogonal, the loss is the same and the gradient turns with it; at PCA's components it is zero."""
    W, X, Q = rng.normal(3, 7), rng.normal(9, 7) * rng.uniform(0.3, 2, (7,)), rng.orthogonal(3)
    loss, gradient = ask(notebook, W, X)
    turned_loss, turned = ask(notebook, Q @ W, X)
    assert_close(turned_loss, loss, what="the loss after a rotation of the code")
    assert_close(turned, Q @ gradient, what="the gradient after a rotation of the code")
    components = Q @ torch.linalg.svd(X, full_matrices=False).Vh[:3]
    best, flat = ask(notebook, components, X)
    assert_close(best, torch.linalg.svdvals(X)[3:].square().sum() / 9, what="the loss at the best subspace")
    assert_close(flat, torch.zeros(3, 7), atol=1e-9, what="the gradient at the best subspace")
