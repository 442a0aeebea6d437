"""Other right answers to `reparameterise`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def sample_by_the_root(mu, log_var, eps):
    """The root of the variance, and `addcmul`."""
    return torch.addcmul(mu, log_var.exp().sqrt(), eps)


@alternative
def sample_in_place_on_a_copy(mu, log_var, eps):
    """Works in place on a copy of the noise."""
    z = eps.clone()
    sigma = torch.exp(log_var / 2)
    if sigma.shape != z.shape:
        sigma, mu = sigma.expand_as(z), mu.expand_as(z)
    z *= sigma
    z += mu
    return z
