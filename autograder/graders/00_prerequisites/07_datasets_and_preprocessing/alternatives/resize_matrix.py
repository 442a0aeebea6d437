"""Other right answers to `resize_matrix`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def loops_over_all_pixels(n_in, n_out, antialias=True):
    """Two loops and Python's floats."""
    s = n_in / n_out
    v = s if antialias and s > 1 else 1
    rows = []
    for i in range(n_out):
        row = [max(0.0, 1 - abs(j + 0.5 - s * (i + 0.5)) / v) for j in range(n_in)]
        rows.append([weight / sum(row) for weight in row])
    return torch.tensor(rows, dtype=torch.float64)


@alternative
def with_numpy(n_in, n_out, antialias=True):
    """NumPy, and an array is returned."""
    s = n_in / n_out
    v = max(1.0, s) if antialias else 1.0
    place = s * (np.arange(n_out) + 0.5) - 0.5
    tent = np.maximum(0, v - np.abs(np.arange(n_in)[None] - place[:, None]))
    return torch.from_numpy(tent / tent.sum(axis=1, keepdims=True))
