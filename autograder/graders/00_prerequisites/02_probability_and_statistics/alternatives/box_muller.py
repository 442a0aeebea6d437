"""Other right answers to `box_muller`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def box_muller_in_numpy(u1, u2):
    """NumPy; returns arrays."""
    u1, u2 = np.asarray(u1), np.asarray(u2)
    r = np.sqrt(-2 * np.log(1 - u1)).astype(u1.dtype)
    return r * np.cos(2 * np.pi * u2).astype(u1.dtype), r * np.sin(2 * np.pi * u2).astype(u1.dtype)


@alternative
def box_muller_by_polar(u1, u2):
    """Complex numbers: a radius and an angle; works in place, on copies."""
    r = u1.clone().neg_().log1p_().mul_(-2).sqrt_()
    z = torch.polar(r, u2 * (2 * math.pi))
    return z.real, z.imag


@alternative
def box_muller_with_tau(u1, u2):
    """The factor as a square root of its own, the angle in units of tau; returns a list."""
    r = math.sqrt(2) * torch.log(1 - u1).abs().sqrt()
    return [r * torch.cos(math.tau * u2), r * torch.sin(math.tau * u2)]
