"""Other right answers to `psnr`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def decibels_in_numpy(x_hat, x, max_value=1.0):
    """NumPy, with the logarithm of the peak apart; returns an array."""
    x_hat, x = np.asarray(x_hat), np.asarray(x)
    with np.errstate(divide="ignore"):
        return (20 * np.log10(max_value) - 10 * np.log10(((x_hat - x) ** 2).mean(axis=-1))).astype(x.dtype)


@alternative
def decibels_by_a_loop(x_hat, x, max_value=1.0):
    """One picture at a time, by the root of the error."""
    import math

    values = []
    for copy, original in zip(x_hat, x, strict=True):
        root = math.sqrt(float((copy - original).pow(2).mean()))
        values.append(20 * math.log10(max_value / root) if root > 0 else math.inf)
    return torch.tensor(values, dtype=x.dtype)
