"""Other right answers to `gaussian_kl_std`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def normals_of_torch(mu, log_var):
    """Term by term, with `expm1` for small log variances."""
    return 0.5 * mu.pow(2).sum(-1) + 0.5 * (torch.expm1(log_var) - log_var).sum(-1)


@alternative
def normals_with_the_minus_in_front(mu, log_var):
    """The form of the VAE paper, with its minus sign."""
    return -0.5 * torch.sum(1 + log_var - mu**2 - torch.exp(log_var), dim=1)


@alternative
def normals_in_a_loop(mu, log_var):
    """Example by example."""
    rows = zip(mu, log_var, strict=True)
    return torch.stack([(m @ m + v.exp().sum() - len(m) - v.sum()) / 2 for m, v in rows])
