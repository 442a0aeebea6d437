"""Other right answers to `dead_units`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def dead_units_by_counting(z, min_rate=0.0):
    """Counts instead of averaging."""
    return torch.count_nonzero(z, dim=0) <= min_rate * len(z)


@alternative
def dead_units_in_numpy(z, min_rate=0.0):
    """NumPy."""
    return ~((np.asarray(z) != 0).mean(axis=0) > min_rate)
