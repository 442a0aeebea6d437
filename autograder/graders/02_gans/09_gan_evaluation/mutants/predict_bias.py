"""Wrong answers to `predict_bias`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_is_what_is_measured")
def predicts_the_means_only(eigenvalues, n, m):
    """Forgets that covariances have errors too."""
    return float(eigenvalues.sum() * (1 / n + 1 / m))


@mutant(caught_by="test_round_gaussians")
def forgets_the_factor_of_the_diagonal(eigenvalues, n, m):
    """Gives the diagonal the variance of all other entries."""
    lam = eigenvalues.double()
    sums = lam[:, None] + lam
    cost = torch.where(sums > 0, torch.outer(lam, lam) / torch.where(sums > 0, sums, 1), 0)
    return float(lam.sum() * (1 / n + 1 / m) + 0.5 * cost.sum() * (1 / (n - 1) + 1 / (m - 1)))


@mutant(caught_by="test_round_gaussians")
def sums_the_diagonal_only(eigenvalues, n, m):
    """Believes that directions that are not correlated have no errors in common."""
    lam = eigenvalues.double()
    return float(lam.sum() * (1 / n + 1 / m) + 0.5 * lam.sum() * (1 / (n - 1) + 1 / (m - 1)))


@mutant(caught_by="test_round_gaussians")
def lets_one_set_be_exact(eigenvalues, n, m):
    """Takes the moments of the second set for the true ones."""
    lam = eigenvalues.double()
    sums = lam[:, None] + lam
    cost = torch.where(sums > 0, torch.outer(lam, lam) / torch.where(sums > 0, sums, 1), 0)
    return float(lam.sum() / n + 0.5 * (cost.sum() + cost.trace()) / (n - 1))


@mutant(caught_by="test_any_eigenvalues")
def divides_zero_by_zero(eigenvalues, n, m):
    """Writes the sum down as it stands, which is NaN where two directions have no variance."""
    lam = eigenvalues.double()
    cost = torch.outer(lam, lam) / (lam[:, None] + lam)
    total = 0.5 * (cost.sum() + cost.trace())
    return float(lam.sum() * (1 / n + 1 / m) + total * (1 / (n - 1) + 1 / (m - 1)))


@mutant(caught_by="test_any_eigenvalues")
def thinks_that_all_are_round(eigenvalues, n, m):
    """Uses the closed form for equal eigenvalues with their mean."""
    d, c = len(eigenvalues), float(eigenvalues.double().mean())
    return c * (d * (1 / n + 1 / m) + d * (d + 1) / 4 * (1 / (n - 1) + 1 / (m - 1)))


@mutant(caught_by="test_round_gaussians")
def adds_the_sizes(eigenvalues, n, m):
    """Believes that two sets together have the error of one set of n + m."""
    lam = eigenvalues.double()
    sums = lam[:, None] + lam
    cost = torch.where(sums > 0, torch.outer(lam, lam) / torch.where(sums > 0, sums, 1), 0)
    return float(lam.sum() / (n + m) + 0.5 * (cost.sum() + cost.trace()) / (n + m - 1))
