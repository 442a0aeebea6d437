"""Other right answers to `slerp`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative


@alternative
def slerp_by_the_cosine(z_0, z_1, t):
    """The arc cosine in float64, rows that are parallel mended afterwards, back to the inputs' dtype."""
    a, b = z_0.double(), z_1.double()
    t = torch.as_tensor(t).double()[..., None]
    cosine = nn.functional.cosine_similarity(a, b, dim=-1).clamp(-1, 1)[..., None]
    omega = cosine.acos()
    arc = (((1 - t) * omega).sin() * a + (t * omega).sin() * b) / omega.sin()
    straight = (1 - t) * a + t * b
    return torch.where(omega < 1e-4, straight, arc).to(z_0.dtype)


@alternative
def slerp_in_numpy(z_0, z_1, t):
    """NumPy, with np.where and a harmless sine; returns an array."""
    a, b = z_0.numpy().astype(np.float64), z_1.numpy().astype(np.float64)
    t = np.asarray(t, dtype=np.float64)[..., None]
    cosine = (a * b).sum(-1, keepdims=True) / (
        np.linalg.norm(a, axis=-1, keepdims=True) * np.linalg.norm(b, axis=-1, keepdims=True)
    )
    omega = np.arccos(np.clip(cosine, -1, 1))
    small = omega < 1e-4
    sine = np.where(small, 1.0, np.sin(omega))
    w_0 = np.where(small, 1 - t, np.sin((1 - t) * omega) / sine)
    w_1 = np.where(small, t, np.sin(t * omega) / sine)
    return torch.from_numpy((w_0 * a + w_1 * b).astype(z_0.numpy().dtype))
