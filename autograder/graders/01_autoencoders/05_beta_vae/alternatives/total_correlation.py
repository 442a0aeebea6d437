"""Other right answers to `total_correlation`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def correlation_by_cholesky(cov):
    """The Cholesky factor of the correlation matrix."""
    scale = cov.diagonal().rsqrt()
    factor = torch.linalg.cholesky(scale[:, None] * cov * scale[None, :])
    return -factor.diagonal().log().sum()


@alternative
def correlation_latent_by_latent(cov):
    """By the chain rule: how much of each latent's variance the earlier ones explain."""
    factor = torch.linalg.cholesky(cov.double())
    unexplained = factor.diagonal() ** 2 / cov.double().diagonal()
    return (-0.5 * unexplained.log().sum()).to(cov.dtype)
