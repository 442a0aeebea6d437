"""Other right answers to `simpson`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def simpson_pair_by_pair(f, a, b, n):
    """One parabola after the other, in floats."""
    if n <= 0 or n % 2 != 0:
        raise ValueError("n must be even")
    h, area = (b - a) / n, 0.0
    for pair in range(n // 2):
        left = a + 2 * pair * h
        area += h / 3 * (f(left) + 4 * f(left + h) + f(left + 2 * h))
    return area


@alternative
def simpson_from_trapezoids(f, a, b, n):
    """Four thirds of the trapezoids with n intervals minus one third of those with n / 2, in torch at the end."""
    import torch

    if n < 2 or n & 1:
        raise ValueError(n)
    values = torch.as_tensor(f(a + (b - a) * np.arange(n + 1) / n))
    fine, coarse = torch.trapezoid(values) / n, torch.trapezoid(values[::2]) / (n // 2)
    return (b - a) * (4 * fine - coarse) / 3
