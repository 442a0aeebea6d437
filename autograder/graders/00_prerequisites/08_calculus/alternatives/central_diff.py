"""Other right answers to `central_diff`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def slope_point_by_point(f, x, h=1e-5):
    """One point after the other, in a loop of floats."""
    slopes = [(f(float(t) + h) - f(float(t) - h)) / (h + h) for t in np.ravel(x)]
    return np.array(slopes, dtype=np.float64).reshape(np.shape(x))


@alternative
def slope_by_averaging(f, x, h=1e-5):
    """The mean of the slopes to the right and to the left, which is the same."""
    here = f(x)
    return 0.5 * ((f(x + h) - here) / h + (here - f(x - h)) / h)
