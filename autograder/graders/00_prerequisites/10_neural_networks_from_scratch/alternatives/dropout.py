"""Other right answers to `dropout`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def with_where(x, p, u=None):
    """Chooses by where, and divides what survives."""

    def pass_on(a):
        return np.array(a) if u is None else np.where(u < p, 0, a / (1 - p)).astype(a.dtype)

    return pass_on(x), lambda g: [pass_on(g)]


@alternative
def entry_by_entry(x, p, u=None):
    """Loops over the entries."""
    m = np.ones(x.shape, dtype=x.dtype)
    if u is not None:
        for place in np.ndindex(x.shape):
            m[place] = 0 if u[place] < p else 1 / (1 - p)

    def back(g):
        return (g * m,)

    return x * m, back
