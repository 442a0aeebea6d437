"""Other right answers to `latent_arithmetic`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative


@alternative
def arithmetic_with_normalize(a, b, c):
    """torch's `normalize`, which leaves zeros alone."""
    v = torch.stack([a.mean(0), -b.mean(0), c.mean(0)]).sum(0)
    return nn.functional.normalize(v, dim=0) * v.numel() ** 0.5


@alternative
def arithmetic_in_numpy(a, b, c):
    """NumPy, sums divided by counts; returns a tensor of the inputs' dtype."""
    sums = [np.asarray(group, dtype=np.float64).sum(axis=0) / len(group) for group in (a, b, c)]
    v = sums[0] - sums[1] + sums[2]
    length = math.sqrt(float(v @ v))
    if length:
        v = v / length * math.sqrt(len(v))
    return torch.from_numpy(v).to(a.dtype)
