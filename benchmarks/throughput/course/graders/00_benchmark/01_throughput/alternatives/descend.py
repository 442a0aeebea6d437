"""Other right answers to `descend`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def in_numpy(X, y, steps, rate):
    """NumPy, and the gradient by hand."""
    X, y = np.asarray(X), np.asarray(y)
    w, losses = np.zeros(X.shape[1]), []
    for _ in range(steps):
        rest = X @ w - y
        losses.append(float(np.mean(rest**2)))
        w = w - rate * 2 * X.T @ rest / len(y)
    return torch.from_numpy(w), losses
