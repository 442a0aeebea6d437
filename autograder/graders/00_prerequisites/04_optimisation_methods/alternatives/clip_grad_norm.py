"""Other right answers to `clip_grad_norm`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def clip_of_torch(grads, max_norm):
    """torch's own function on parameters that hold copies; the norm as a tensor."""
    if not grads:
        return [], torch.tensor(0.0)
    holders = [torch.zeros_like(grad).requires_grad_() for grad in grads]
    for holder, grad in zip(holders, grads, strict=True):
        holder.grad = grad.clone()
    norm = torch.nn.utils.clip_grad_norm_(holders, max_norm)
    if not torch.isfinite(norm):
        return [torch.zeros_like(grad) for grad in grads], norm
    return [holder.grad for holder in holders], norm


@alternative
def clip_in_numpy(grads, max_norm):
    """NumPy: all entries in one vector, scaled by a number that is never above 1; a tuple of arrays."""
    arrays = [np.asarray(grad) for grad in grads]
    norm = np.linalg.norm(np.concatenate([np.zeros(1), *(array.astype(np.float64).ravel() for array in arrays)]))
    if not np.isfinite(norm):
        return tuple(np.zeros_like(array) for array in arrays), norm
    factor = max_norm / np.maximum(norm, max_norm) if np.isfinite(max_norm) else 1.0
    return tuple((array * factor).astype(array.dtype) for array in arrays), norm


@alternative
def clip_copies_in_place(grads, max_norm):
    """In place, on copies; the norm of norms."""
    copies = [grad.clone() for grad in grads]
    norm = torch.stack([grad.double().norm() for grad in copies]).norm().item() if copies else 0.0
    if norm != norm or norm == math.inf:
        for grad in copies:
            grad.zero_()
    elif norm > max_norm:
        for grad in copies:
            grad *= max_norm / norm
    return copies, norm
