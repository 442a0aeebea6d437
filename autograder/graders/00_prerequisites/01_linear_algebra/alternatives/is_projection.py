"""Other right answers to `is_projection`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def check_in_numpy(P, tol=1e-8):
    """NumPy's allclose, with no relative tolerance; returns a NumPy bool."""
    P = np.asarray(P)
    if P.shape[0] != P.shape[1]:
        return np.bool_(False)
    return np.bool_(np.allclose(P @ P, P, rtol=0, atol=tol) and np.allclose(P, P.T, rtol=0, atol=tol))


@alternative
def check_by_one_product(P, tol=1e-8):
    """P^T P = P says both at once: the left side is symmetric. The answer is a tensor."""
    if P.shape[0] != P.shape[1] or not torch.isfinite(P).all():
        return torch.tensor(False)
    return (P.T @ P - P).abs().max() <= tol


@alternative
def check_by_norms(P, tol=1e-8):
    """Frobenius norms instead of entries, inside a try block that turns a failed product into False."""
    try:
        return bool(torch.linalg.norm(P @ P - P) <= tol) and bool(torch.linalg.norm(P - P.T) <= tol)
    except RuntimeError:
        return False
