"""Other right answers to `windows`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def windows_of_numpy(series, width, step=1):
    """NumPy's own windows, every step-th of them, copied."""
    if len(series) < width:
        return np.empty((0, width), dtype=series.dtype)
    return np.lib.stride_tricks.sliding_window_view(series, width)[::step].copy()


@alternative
def windows_by_columns(series, width, step=1):
    """Column by column: a loop over the width, not over windows."""
    n = max(0, -(-(len(series) - width + 1) // step))
    found = np.empty((n, width), dtype=series.dtype)
    for offset in range(width):
        found[:, offset] = series[offset : offset + (n - 1) * step + 1 : step] if n else found[:, offset]
    return found
