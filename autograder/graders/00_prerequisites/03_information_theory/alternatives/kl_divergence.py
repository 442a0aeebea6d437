"""Other right answers to `kl_divergence`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def divergence_by_choosing(p, q):
    """`where` chooses the terms of possible outcomes; NaN is made, and not chosen."""
    return torch.where(p > 0, p * (p.log() - q.log()), torch.zeros_like(p)).sum(dim=-1)


@alternative
def divergence_in_numpy(p, q):
    """NumPy with masks; returns an array of p's dtype."""
    p, q = np.asarray(p), np.asarray(q)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(p > 0, p * np.log(p / q), 0)
    return terms.sum(axis=-1)


@alternative
def divergence_of_scipy(p, q):
    """SciPy's `rel_entr`, which knows both conventions."""
    from scipy.special import rel_entr

    return rel_entr(p.numpy(), q.numpy()).sum(-1)


@alternative
def divergence_as_difference(p, q):
    """Cross-entropy minus entropy, pair by pair."""
    values = []
    for a, b in zip(p.reshape(-1, p.shape[-1]), q.reshape(-1, q.shape[-1]), strict=True):
        can = a > 0
        cross_entropy, entropy = -(a[can] * b[can].log()).sum(), -(a[can] * a[can].log()).sum()
        values.append(cross_entropy - entropy)
    return torch.stack(values).reshape(p.shape[:-1])
