"""Other right answers to `stretch`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def stretch_by_divide(pictures):
    """On the transposed table, where no keepdims is needed, with np.divide and where."""
    x = np.array(pictures, dtype=np.float64).T
    low, high = x.min(axis=0), x.max(axis=0)
    out = np.zeros(x.shape)
    return np.divide(x - low, high - low, out=out, where=(high > low) & np.ones(x.shape, dtype=bool)).T


@alternative
def stretch_in_place_on_a_copy(pictures):
    """In place, on a copy, with nan_to_num for pictures of one colour."""
    x = pictures.astype(np.float64)
    x -= x.min(axis=1)[:, None]
    with np.errstate(invalid="ignore"):
        x /= x.max(axis=1)[:, None]
    return np.nan_to_num(x, nan=0.0)
