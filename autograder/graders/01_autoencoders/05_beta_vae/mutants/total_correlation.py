"""Wrong answers to `total_correlation`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_any_covariance")
def forgets_the_half_of_it(cov):
    """Believes that the entropy of a normal distribution is the logarithm of its determinant."""
    return cov.diagonal().log().sum() - torch.linalg.slogdet(cov).logabsdet


@mutant(caught_by="test_any_covariance")
def sums_squared_correlations(cov):
    """Believes that total correlation is the sum of squared correlations, half of it: right for small ones."""
    scale = cov.diagonal().rsqrt()
    correlation = scale[:, None] * cov * scale[None, :]
    return 0.5 * (correlation.triu(1) ** 2).sum()


@mutant(caught_by="test_what_leaves_it_alone")
def forgets_the_margins(cov):
    """Believes that the variances are 1, as the dice's are."""
    return -0.5 * torch.linalg.slogdet(cov).logabsdet


@mutant(caught_by="test_determinants_out_of_range")
def takes_the_determinant(cov):
    """Believes that a determinant fits into a float."""
    return 0.5 * (cov.diagonal().log().sum() - torch.det(cov).log())


@mutant(caught_by="test_any_covariance")
def turns_the_sign(cov):
    """Believes that dependent latents have less than nothing in common."""
    return 0.5 * (torch.linalg.slogdet(cov).logabsdet - cov.diagonal().log().sum())
