"""Other right answers to `kid`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def kid_in_single_precision(x, y):
    """In float32, over the entries above the diagonal."""
    x, y = x.float(), y.float()

    def gram(a, b):
        return torch.addmm(torch.ones(len(a), len(b)), a, b.T, alpha=1 / a.shape[1]) ** 3

    within = [gram(z, z)[*torch.triu_indices(len(z), len(z), 1)].mean() for z in (x, y)]
    return (within[0] + within[1] - 2 * gram(x, y).mean()).item()


@alternative
def kid_by_loops(x, y):
    """Pair by pair."""
    d = x.shape[1]

    def k(a, b):
        return (float(a.double() @ b.double()) / d + 1) ** 3

    def within(z):
        n = len(z)
        return 2 * sum(k(z[i], z[j]) for i in range(n) for j in range(i)) / (n * (n - 1))

    return within(x) + within(y) - 2 * sum(k(a, b) for a in x for b in y) / (len(x) * len(y))


@alternative
def kid_with_a_mask(x, y):
    """Means over the entries off the diagonal, in NumPy."""
    x, y = x.double().numpy(), y.double().numpy()

    def gram(a, b):
        return (np.matmul(a, b.T) / a.shape[-1] + 1.0) ** 3

    off = [gram(z, z)[~np.eye(len(z), dtype=bool)].mean() for z in (x, y)]
    return float(off[0] + off[1] - 2 * gram(x, y).mean())
