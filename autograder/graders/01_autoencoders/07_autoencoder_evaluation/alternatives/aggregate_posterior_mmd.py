"""Other right answers to `aggregate_posterior_mmd`, which must have full marks. Each docstring says how it differs."""

import math

import torch

from autograder.testing import alternative


@alternative
def mmd_pair_by_pair(z, h):
    """`pdist`, each pair once, in float64, and equation (6) by logarithms; returns a float."""
    z = z.double()
    D = z.shape[1]
    among = torch.exp(-(torch.pdist(z) ** 2) / (2 * h * h)).mean()
    across = torch.exp(-0.5 * D * math.log1p(1 / h**2) - z.norm(dim=1) ** 2 / (2 + 2 * h * h)).mean()
    return float(among + (1 + 2 / h**2) ** (-D / 2) - 2 * across)
