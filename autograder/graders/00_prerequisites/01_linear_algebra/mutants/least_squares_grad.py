"""Wrong answers to `least_squares_grad`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_gradient_of_one_example")
def forgets_the_two(W, X, Y):
    """Believes that the derivative of a square is what is squared, without the 2."""
    return (X @ W.T - Y).T @ X / len(X)


@mutant(caught_by="test_gradient_of_one_example")
def transposes_the_gradient(W, X, Y):
    """Believes that the inputs come first: x r^T."""
    return 2 / len(X) * X.T @ (X @ W.T - Y)


@mutant(caught_by="test_gradient_predicts_how_the_loss_changes")
def transposes_where_it_fits(W, X, Y):
    """Believes that a result of the right shape is right: transposed wherever W is square."""
    gradient = 2 / len(X) * (X @ W.T - Y).T @ X
    return gradient.T if W.shape[0] == W.shape[1] else gradient


@mutant(caught_by="test_gradient_of_a_batch")
def sums_over_the_batch(W, X, Y):
    """Believes that the loss of a batch is the sum of its losses."""
    return 2 * (X @ W.T - Y).T @ X


@mutant(caught_by="test_gradient_of_a_batch")
def averages_over_outputs_too(W, X, Y):
    """Believes that `mse_loss`, which averages over all entries, is equation (7)."""
    return 2 / Y.numel() * (X @ W.T - Y).T @ X


@mutant(caught_by="test_gradient_of_one_example")
def goes_uphill(W, X, Y):
    """Believes that the residual is the target minus the prediction: the sign is the opposite."""
    return 2 / len(X) * (Y - X @ W.T).T @ X


@mutant(caught_by="test_gradient_of_one_example")
def forgets_the_targets(W, X, Y):
    """Believes that the gradient is that of the squared prediction."""
    return 2 / len(X) * (X @ W.T).T @ X + 0 * Y.sum()


@mutant(caught_by="test_gradient_of_a_batch")
def uses_the_last_example(W, X, Y):
    """Believes that assigning in a loop adds up."""
    gradient = torch.zeros_like(W)
    for x, y in zip(X, Y, strict=True):
        gradient = 2 * torch.outer(W @ x - y, x) / len(X)
    return gradient
