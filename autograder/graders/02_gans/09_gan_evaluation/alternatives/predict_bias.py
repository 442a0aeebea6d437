"""Other right answers to `predict_bias`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def bias_by_loops(eigenvalues, n, m):
    """The three facts, term by term."""
    lam = [float(value) for value in eigenvalues]
    bias = 0.0
    for i, a in enumerate(lam):
        bias += a / n + a / m
        for j, b in enumerate(lam):
            if a + b > 0:
                bias += 0.5 * a * b * (2 if i == j else 1) * (1 / (n - 1) + 1 / (m - 1)) / (a + b)
    return bias


@alternative
def bias_without_empty_directions(eigenvalues, n, m):
    """Leaves out directions without variance first: they cost nothing."""
    lam = np.asarray(eigenvalues, dtype=np.float64)
    lam = lam[lam > 0]
    variance = np.outer(lam, lam) * (1 + np.eye(len(lam)))
    covariance_part = 0.5 * (variance / np.add.outer(lam, lam)).sum() * (1 / (n - 1) + 1 / (m - 1))
    return float(lam.sum() / n + lam.sum() / m + covariance_part)
