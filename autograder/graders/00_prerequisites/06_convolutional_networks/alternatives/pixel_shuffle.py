"""Other right answers to `pixel_shuffle`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def fills_by_slices(x, r):
    """Fills every r-th row and column from one channel of each block."""
    N, channels, H, W = x.shape
    y = x.new_empty(N, channels // r**2, H * r, W * r)
    for i in range(r):
        for j in range(r):
            y[:, :, i::r, j::r] = x[:, i * r + j :: r * r]
    return y


@alternative
def transposes_in_numpy(x, r):
    """Changes the order of the axes in NumPy."""
    N, channels, H, W = x.shape
    y = x.numpy().reshape(N, -1, r, r, H, W).transpose(0, 1, 4, 2, 5, 3)
    return np.ascontiguousarray(y).reshape(N, channels // (r * r), r * H, r * W)
