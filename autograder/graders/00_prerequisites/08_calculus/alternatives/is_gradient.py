"""Other right answers to `is_gradient`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def check_by_remainders(f, grad, x, tol=1e-4):
    """The Taylor remainder along each axis, to both sides, relative to the step."""
    g = np.asarray(grad(x), dtype=np.float64)
    if g.shape != x.shape or not np.isfinite(g).all():
        return False
    for j in range(len(x)):
        e = np.zeros_like(x)
        e[j] = 2e-5
        right, left = f(x + e) - f(x) - g @ e, f(x - e) - f(x) + g @ e
        if abs(right - left) / 4e-5 > tol:
            return False
    return True


@alternative
def check_in_torch(f, grad, x, tol=1e-4):
    """Compares tensors, with a smaller step, by `allclose` without a relative tolerance."""
    import torch

    claimed = torch.as_tensor(np.array(grad(x)))
    measured = torch.tensor([(f(x + 3e-6 * e) - f(x - 3e-6 * e)) / 6e-6 for e in np.eye(len(x))], dtype=torch.float64)
    return claimed.shape == measured.shape and torch.allclose(claimed, measured, rtol=0, atol=tol)
