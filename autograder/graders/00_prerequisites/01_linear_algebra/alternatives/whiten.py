"""Other right answers to `whiten`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def whitening_by_covariance(X):
    """Eigenvectors of the covariance, in NumPy."""
    X = np.asarray(X)
    centred = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    varies = values > 1e-10 * values.max()
    return centred @ vectors[:, varies] / np.sqrt(values[varies])


@alternative
def whitening_turned(X):
    """The same cloud on other axes: turned by an orthogonal matrix."""
    centred = X - X.mean(dim=0)
    _, sigma, Vh = torch.linalg.svd(centred, full_matrices=False)
    sigma, Vh = sigma[sigma > 1e-5 * sigma[0]], Vh[sigma > 1e-5 * sigma[0]]
    codes = centred @ Vh.T / sigma * (len(X) - 1) ** 0.5
    turn = torch.linalg.qr(torch.ones(len(sigma), len(sigma), dtype=X.dtype) + torch.eye(len(sigma), dtype=X.dtype)).Q
    return codes @ turn


@alternative
def whitening_of_examples(X):
    """Eigenvectors of the Gram matrix of the examples: no direction of pixels is ever formed."""
    centred = X - X.mean(dim=0)
    values, vectors = torch.linalg.eigh(centred @ centred.T)
    return vectors[:, values > 1e-10 * values.max()] * math.sqrt(len(X) - 1)
