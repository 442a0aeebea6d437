"""Other right answers to `steps_needed`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def steps_by_multiplying(eigenvalues, lr, shrink):
    """Multiplies until it is enough; a tensor's answer as a float."""
    rate, left, steps = float(torch.max(torch.abs(1 - lr * eigenvalues))), 1.0, 0
    while left > shrink:
        if rate >= 1:
            return float("inf")
        left, steps = left * rate, steps + 1
    return steps


@alternative
def steps_in_numpy(eigenvalues, lr, shrink):
    """NumPy, in which the logarithm of zero is minus infinity."""
    factors = np.abs(1 - lr * np.asarray(eigenvalues))
    if shrink >= 1:
        return 0
    if (factors >= 1).any():
        return np.inf
    with np.errstate(divide="ignore"):
        return max(1, int(np.ceil(np.log(shrink) / np.log(factors.max()))))
