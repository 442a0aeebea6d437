"""Other right answers to `rank_for`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def rank_by_loop(sigma, tolerance):
    """A loop over ranks with Python floats."""
    values = [float(value) for value in sigma]
    norm = math.sqrt(sum(value**2 for value in values))
    for k in range(len(values) + 1):
        if math.sqrt(sum(value**2 for value in values[k:])) <= tolerance * norm:
            return k
    return len(values)


@alternative
def rank_from_the_small_end(sigma, tolerance):
    """How many may be left out, by a cumulative sum from the small end and NumPy's binary search."""
    errors = np.sqrt(np.cumsum(np.asarray(sigma)[::-1] ** 2))
    return len(errors) - np.searchsorted(errors, tolerance * errors[-1], side="right")


@alternative
def rank_as_a_tensor(sigma, tolerance):
    """Counts the errors that are too large; the count stays a tensor."""
    tails = torch.stack([sigma[k:].norm() for k in range(len(sigma))])
    return (tails > tolerance * sigma.norm()).sum()
