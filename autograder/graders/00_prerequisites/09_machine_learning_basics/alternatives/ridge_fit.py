"""Other right answers to `ridge_fit`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def ridge_with_a_column_of_ones(X, y, lam):
    """The intercept as a weight of a column of ones, which is not punished; the normal equations as they are."""
    N, D = X.shape
    A = np.hstack([np.ones((N, 1)), X - X.mean(axis=0)])
    penalty = np.diag([0.0] + [lam * N] * D)
    solution = np.linalg.inv(A.T @ A + penalty) @ A.T @ y
    return solution[1:], float(solution[0] - solution[1:] @ X.mean(axis=0))


@alternative
def ridge_as_least_squares_with_more_rows(X, y, lam):
    """Least squares with D rows more, which pull the weights to zero; the answer in a list, the weights in a list."""
    N, D = X.shape
    rows = np.vstack([X - X.mean(axis=0), np.sqrt(lam * N) * np.eye(D)])
    w = np.linalg.lstsq(rows, np.concatenate([y - np.mean(y), np.zeros(D)]), rcond=None)[0]
    return [w, np.mean(y) - np.sum(w * X.mean(axis=0))]


@alternative
def ridge_in_torch(X, y, lam):
    """Torch, and the singular values."""
    import torch

    X, y = torch.from_numpy(X), torch.from_numpy(y)
    U, s, Vh = torch.linalg.svd(X - X.mean(0), full_matrices=False)
    shrunk = torch.where(s > 1e-12 * s.max(), s / (s**2 + lam * len(y)), 0 * s) if s.max() > 0 else 0 * s
    w = Vh.T @ (shrunk * (U.T @ (y - y.mean())))
    return w, y.mean() - w @ X.mean(0)
