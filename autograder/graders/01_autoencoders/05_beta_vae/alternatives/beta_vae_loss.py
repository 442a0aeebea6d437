"""Other right answers to `beta_vae_loss`, which must have full marks. Each docstring says how it differs."""

import math

import torch

from autograder.testing import alternative


@alternative
def loss_by_distributions(x, x_hat, mu, log_var, beta, sigma=0.1):
    """torch.distributions for the divergence and for the density, whose constant is taken off; returns a list."""
    from torch.distributions import Normal, kl_divergence

    constant = x.shape[1] * math.log(sigma * math.sqrt(2 * math.pi))
    rec = -Normal(x_hat.double(), sigma, validate_args=False).log_prob(x.double()).sum(-1) - constant
    zero = torch.zeros_like(mu)
    kl = kl_divergence(Normal(mu, (log_var / 2).exp()), Normal(zero, zero + 1)).sum(-1)
    rec = rec.to(x.dtype)
    return [rec + beta * kl, rec, kl]


@alternative
def loss_by_einsum(x, x_hat, mu, log_var, beta, sigma=0.1):
    """Errors in units of sigma, einsum for the sum, `expm1`."""
    error = (x_hat - x) / sigma
    rec = torch.einsum("nd,nd->n", error, error) / 2
    kl = (mu * mu + torch.expm1(log_var) - log_var).sum(1) / 2
    return torch.add(rec, kl, alpha=beta), rec, kl
