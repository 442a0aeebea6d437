"""Other right answers to `best_shrinkage`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def shrinkage_by_factor(theta, sigma, n):
    """Finds the best factor first, and the penalty from it."""
    noise = sigma * sigma / n
    factor = theta * theta / (theta * theta + noise)
    return noise / (theta * theta), (theta * (factor - 1)) ** 2, factor**2 * noise


@alternative
def shrinkage_in_a_list(theta, sigma, n):
    """Sizes beside each other; returns a list of NumPy's floats."""
    lam = np.float64(sigma / theta) ** 2 / n
    return [lam, theta**2 * (lam / (1 + lam)) ** 2, theta**2 * lam / (1 + lam) ** 2]
