"""Other right answers to `box_iou`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def loops_over_pairs(a, b):
    """Takes one pair after the other."""
    table = torch.zeros(len(a), len(b), dtype=a.dtype)
    for i, p in enumerate(a):
        for j, q in enumerate(b):
            wide = max(float(min(p[2], q[2]) - max(p[0], q[0])), 0.0)
            high = max(float(min(p[3], q[3]) - max(p[1], q[1])), 0.0)
            shared = wide * high
            union = float((p[2] - p[0]) * (p[3] - p[1]) + (q[2] - q[0]) * (q[3] - q[1])) - shared
            table[i, j] = shared / union if union > 0 else 0.0
    return table


@alternative
def broadcasts_in_numpy(a, b):
    """Takes the four columns apart, in NumPy."""
    left_a, top_a, right_a, bottom_a = a.numpy().T[:, :, None]
    left_b, top_b, right_b, bottom_b = b.numpy().T[:, None, :]
    wide = np.maximum(np.minimum(right_a, right_b) - np.maximum(left_a, left_b), 0)
    high = np.maximum(np.minimum(bottom_a, bottom_b) - np.maximum(top_a, top_b), 0)
    shared = wide * high
    union = (right_a - left_a) * (bottom_a - top_a) + (right_b - left_b) * (bottom_b - top_b) - shared
    return np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
