"""Other right answers to `taylor`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np

from autograder.testing import alternative


@alternative
def taylor_by_horner(derivatives, a, x, M):
    """From the highest term down, with a running product in place of powers and factorials."""
    d = np.subtract(x, a)
    value, count = 0 * d, len(derivatives)
    for j in range(count - 1, -1, -1):
        value = derivatives[j] + value * d / (j + 1)
    bound = M + 0 * d
    for j in range(1, count + 1):
        bound = bound * abs(d) / j
    return value, bound


@alternative
def taylor_with_polyval(derivatives, a, x, M):
    """NumPy's polynomials, and torch for the bound; returns a list."""
    import torch

    coefficients = [c / math.gamma(j + 1) for j, c in enumerate(derivatives)]
    d = np.asarray(x) - a
    k = len(derivatives)
    return [np.polynomial.polynomial.polyval(d, coefficients), M * torch.as_tensor(d).abs() ** k / math.factorial(k)]
