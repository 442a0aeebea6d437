"""Other right answers to `is_sample_of`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def check_in_numpy(x, cdf, alpha=1e-3):
    """NumPy; the largest of both gaps, one after the other; returns NumPy's bool."""
    values = np.sort(np.asarray(x))
    if not np.all(np.isfinite(values)):
        return False
    F, n = np.asarray(cdf(torch.from_numpy(values))), len(values)
    above = np.max(np.arange(1, n + 1) / n - F)
    below = np.max(F - np.arange(n) / n)
    return 2 * np.exp(-2 * n * max(above, below) ** 2) >= alpha


@alternative
def check_by_the_p_value(x, cdf, alpha=1e-3):
    """The heights come before the sort: F is increasing; compares the bound on the p-value with the level."""
    F = cdf(x)
    if bool(F.isnan().any()) or bool(x.isinf().any()):
        return False
    F, n = torch.sort(F).values, x.numel()
    steps = torch.linspace(0, 1, n + 1, dtype=torch.float64)
    D = torch.cat([(F - steps[:-1]).abs(), (steps[1:] - F).abs()]).max()
    return math.log(2) - 2 * n * float(D) ** 2 >= math.log(alpha)
