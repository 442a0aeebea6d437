"""Other right answers to `jacobian_fd`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def jacobian_in_a_loop(f, x, h=1e-5):
    """Fills a table of zeros, with one entry of a copy changed and put back."""
    y = np.array(x)
    J = np.zeros((len(f(x)), len(y)))
    for j in range(len(y)):
        kept = y[j]
        y[j] = kept + h
        up = np.array(f(y))
        y[j] = kept - h
        J[:, j] = (up - f(y)) / (2 * h)
        y[j] = kept
    return J


@alternative
def jacobian_by_central_diff(f, x, h=1e-5):
    """The derivative along each axis, by the notebook's own `central_diff` at 0; returns a tensor."""
    import torch

    columns = [central_diff(lambda t, e=e: f(x + t * e), 0.0, h) for e in np.eye(len(x))]
    return torch.as_tensor(np.array(columns)).T
