"""Right: no formula: build diag(eigenvalues), turn a row by theta, and let autograd differentiate the loss (2) twice at 0.

A difference of rounding size may come out with either sign, so whether it is a minimum I read off the eigenvalues.
"""

import torch


def predict_linear_ae(eigenvalues, chosen):
    d = len(eigenvalues)
    X = torch.diag((d * eigenvalues).sqrt())  # so that X^T X / d is diag(eigenvalues)
    unit = torch.eye(d, dtype=eigenvalues.dtype)

    def loss(W):
        return (X @ W.T @ W - X).square().sum() / d

    curvatures = {}
    for place, p in enumerate(chosen):
        for q in set(range(d)) - set(chosen):
            theta = torch.zeros((), dtype=eigenvalues.dtype, requires_grad=True)
            rows = [unit[i] for i in chosen]
            rows[place] = theta.cos() * unit[p] + theta.sin() * unit[q]
            (slope,) = torch.autograd.grad(loss(torch.stack(rows)), theta, create_graph=True)
            curvatures[p, q] = float(torch.autograd.grad(slope, theta)[0])
    is_minimum = all(eigenvalues[p] >= eigenvalues[q] for p, q in curvatures)
    return loss(unit[chosen]), min(curvatures.values()), is_minimum
