"""Wrong answers to `gaussian_logpdf`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_two_hundred_dimensions")
def takes_the_determinant(x, mu, cov):
    """Believes that a determinant is a number like any other."""
    offset = x - mu
    squares = (offset * torch.linalg.solve(cov, offset.T).T).sum(dim=1)
    return -0.5 * (squares + torch.linalg.det(cov).log() + x.shape[1] * math.log(2 * math.pi))


@mutant(caught_by="test_values")
def multiplies_by_the_factor(x, mu, cov):
    """Believes that whitening is a product with L instead of with its inverse."""
    L = torch.linalg.cholesky(cov)
    y = (x - mu) @ L
    return -0.5 * (y.square().sum(dim=1) + 2 * L.diagonal().log().sum() + x.shape[1] * math.log(2 * math.pi))


@mutant(caught_by="test_values")
def solves_with_the_transpose(x, mu, cov):
    """Believes that L and its transpose may be exchanged."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L.T, (x - mu).T, upper=True)
    return -0.5 * (y.square().sum(dim=0) + 2 * L.diagonal().log().sum() + x.shape[1] * math.log(2 * math.pi))


@mutant(caught_by="test_moving_and_stretching")
def forgets_the_half_of_the_determinant(x, mu, cov):
    """Believes that log det stands outside the factor 1/2."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return -0.5 * (y.square().sum(dim=0) + x.shape[1] * math.log(2 * math.pi)) - 2 * L.diagonal().log().sum()


@mutant(caught_by="test_moving_and_stretching")
def forgets_the_determinant(x, mu, cov):
    """Believes that the constant does not matter."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return -0.5 * (y.square().sum(dim=0) + x.shape[1] * math.log(2 * math.pi))


@mutant(caught_by="test_values")
def counts_the_constant_once(x, mu, cov):
    """Believes that log 2 pi appears once, whatever D is."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return -0.5 * (y.square().sum(dim=0) + 2 * L.diagonal().log().sum() + math.log(2 * math.pi))


@mutant(caught_by="test_values")
def ignores_correlations(x, mu, cov):
    """Believes that the diagonal of the covariance is all that counts."""
    var = cov.diagonal()
    return -0.5 * ((x - mu).square() / var + var.log() + math.log(2 * math.pi)).sum(dim=1)


@mutant(caught_by="test_values")
def takes_variances_for_deviations(x, mu, cov):
    """Believes that cov is its own square root: solves with it, and squares."""
    y = torch.linalg.solve(cov, (x - mu).T)
    log_det = 2 * torch.linalg.slogdet(cov).logabsdet
    return -0.5 * (y.square().sum(dim=0) + log_det + x.shape[1] * math.log(2 * math.pi))


@mutant(caught_by="test_values")
def returns_the_density(x, mu, cov):
    """Believes that the density is wanted, not its logarithm."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return torch.exp(-0.5 * y.square().sum(dim=0)) / (L.diagonal().prod() * (2 * math.pi) ** (x.shape[1] / 2))


@mutant(caught_by="test_examples_by_themselves")
def sums_over_examples(x, mu, cov):
    """Believes that the rows of y are the examples."""
    L = torch.linalg.cholesky(cov)
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return -0.5 * (y.square().sum(dim=1) + 2 * L.diagonal().log().sum() + x.shape[1] * math.log(2 * math.pi))


@mutant(caught_by="test_examples_by_themselves")
def adds_a_jitter(x, mu, cov):
    """Believes that a jitter of 0.01 on the diagonal, which saves many a Cholesky, changes nothing."""
    L = torch.linalg.cholesky(cov + 1e-2 * torch.eye(len(cov), dtype=cov.dtype))
    y = torch.linalg.solve_triangular(L, (x - mu).T, upper=False)
    return -0.5 * (y.square().sum(dim=0) + 2 * L.diagonal().log().sum() + x.shape[1] * math.log(2 * math.pi))
