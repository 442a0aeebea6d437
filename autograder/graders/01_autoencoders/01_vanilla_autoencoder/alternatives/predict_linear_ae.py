"""Other right answers to `predict_linear_ae`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def prediction_by_all_pairs(eigenvalues, chosen):
    """Looks at every exchange; returns a list of tensors."""
    inside, outside = eigenvalues[chosen], eigenvalues[[i for i in range(len(eigenvalues)) if i not in chosen]]
    bends = 2 * (inside[:, None] - outside[None, :])
    return [eigenvalues.sum() - inside.sum(), bends.min(), (bends >= 0).all()]


@alternative
def prediction_by_sorting(eigenvalues, chosen):
    """NumPy: the verdict comes from comparing the sum of the chosen with that of the largest."""
    values = np.asarray(eigenvalues)
    mask = np.isin(np.arange(len(values)), chosen)
    kept, rest = np.sort(values[mask]), np.sort(values[~mask])
    return (
        np.sum(rest),
        2 * kept[0] - 2 * rest[-1],
        np.isclose(kept.sum(), np.sort(values)[-len(kept) :].sum(), rtol=1e-12),
    )


@alternative
def prediction_by_autograd(eigenvalues, chosen):
    """Uses no formula but (2): turns each row towards each other direction, and differentiates the loss twice."""
    d = len(eigenvalues)
    X, unit = torch.diag((d * eigenvalues).sqrt()), torch.eye(d, dtype=eigenvalues.dtype)

    def loss(W):
        return (X @ W.T @ W - X).square().sum() / d

    bends = {}
    for place, p in enumerate(chosen):
        for q in set(range(d)) - set(chosen):
            theta = torch.zeros((), dtype=eigenvalues.dtype, requires_grad=True)
            rows = [unit[i] for i in chosen]
            rows[place] = theta.cos() * unit[p] + theta.sin() * unit[q]
            (slope,) = torch.autograd.grad(loss(torch.stack(rows)), theta, create_graph=True)
            bends[p, q] = float(torch.autograd.grad(slope, theta)[0])
    return loss(unit[chosen]), min(bends.values()), all(eigenvalues[p] >= eigenvalues[q] for p, q in bends)
