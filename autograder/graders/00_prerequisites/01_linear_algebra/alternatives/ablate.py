"""Other right answers to `ablate`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def ablation_in_numpy(train, test, ks, R):
    """NumPy, with least squares for the given directions; returns a list of lists."""
    train, test, R = np.asarray(train), np.asarray(test), np.asarray(R)
    mean = train.mean(0)
    rows = [[], [], []]
    for k in ks:
        for row, m in ((0, mean), (1, 0 * mean)):
            C = np.linalg.svd(train - m, full_matrices=False)[2][:k]
            rows[row].append(float(np.mean((m + (test - m) @ C.T @ C - test) ** 2)))
        weights = np.linalg.lstsq(R[:, :k], (test - mean).T, rcond=None)[0]
        rows[2].append(float(np.mean((mean + (R[:, :k] @ weights).T - test) ** 2)))
    return rows


@alternative
def ablation_by_projectors(train, test, ks, R):
    """Projection matrices, of all variants first, and a stack at the end."""
    mean = train.mean(dim=0, keepdim=True)
    V = torch.linalg.svd(train - mean).Vh.T
    V0 = torch.linalg.svd(train).Vh.T

    def error(m, B, k):
        P = B[:, :k] @ torch.linalg.pinv(B[:, :k])
        return ((test - m) @ (torch.eye(len(P), dtype=P.dtype) - P)).pow(2).mean()

    variants = [(mean, V), (0 * mean, V0), (mean, R)]
    return torch.stack([torch.stack([error(m, B, k) for k in ks]) for m, B in variants])
