"""Other right answers to `top_eig`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def power_iteration_in_numpy(S, v0, n_iter):
    """NumPy, with the eigenvalue as a Python float."""
    S, v = np.asarray(S), np.array(v0, dtype=float)
    v = v / np.linalg.norm(v)
    for _ in range(n_iter):
        w = S.dot(v)
        if not w.any():
            return 0.0, v
        v = w / np.linalg.norm(w)
    return float(v @ S @ v), v


@alternative
def power_iteration_with_a_fixed_sign(S, v0, n_iter):
    """Scales by the largest entry first, which is safe for tiny numbers, and makes the largest entry of v positive."""
    v = v0.clone()
    v /= v.norm()
    for _ in range(n_iter):
        w = S @ v
        largest = w.abs().max()
        if largest == 0:
            break
        w /= largest
        v = w / w.norm()
    v = v * torch.sign(v[v.abs().argmax()])
    return (v * (S @ v)).sum().reshape(1), v
