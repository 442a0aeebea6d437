"""Other right answers to `sae_loss`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
def loss_by_functional(x, x_hat, z, D, lam):
    """`mse_loss` with a sum, and the penalty written out."""
    n = x.shape[0]
    bill = (z.abs() * torch.linalg.vector_norm(D, dim=1)).sum()
    return (nn.functional.mse_loss(x_hat, x, reduction="sum") + lam * bill) / n


@alternative
def loss_by_means(x, x_hat, z, D, lam):
    """Means, with the numbers by which they divide multiplied again."""
    reconstruction = x.shape[1] * (x - x_hat).pow(2).mean()
    penalty = z.shape[1] * (z.abs() * D.norm(dim=-1)).mean()
    return reconstruction + lam * penalty
