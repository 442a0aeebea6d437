"""Other right answers to `rate_distortion`, which must have full marks. Each docstring says how it differs."""

import math

import torch

from autograder.testing import alternative


@alternative
def prediction_by_relu(variances, beta, sigma=0.1):
    """A difference of logarithms, cut at 0; `minimum` for the error."""
    level = torch.tensor(beta * sigma**2, dtype=variances.dtype)
    rate = torch.relu(variances.clamp_min(1e-38).log() - level.log()) / 2
    return rate, torch.minimum(variances, level)


@alternative
def prediction_one_by_one(variances, beta, sigma=0.1):
    """A loop in plain Python, which returns tensors of the inputs' dtype."""
    level = beta * sigma * sigma
    rate = [math.log(v / level) / 2 if v > level else 0.0 for v in variances.tolist()]
    distortion = [min(v, level) for v in variances.tolist()]
    return torch.tensor(rate, dtype=variances.dtype), torch.tensor(distortion, dtype=variances.dtype)
