"""Other right answers to `pca_fit`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def pca_by_covariance(X, k):
    """Eigenvectors of the covariance, turned round, in NumPy; returns a list of arrays."""
    X = np.asarray(X)
    mean = X.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    return [mean, vectors[:, ::-1][:, :k].T]


@alternative
def pca_in_place_on_a_copy(X, k):
    """Centres a copy in place, and fixes the signs."""
    X = X.clone()
    mean = X.sum(dim=0) / X.shape[0]
    X -= mean
    components = torch.linalg.svd(X).Vh[:k]
    signs = components.sum(dim=1, keepdim=True).sign()
    return mean, components * signs


@alternative
def pca_by_deflation(X, k):
    """Finds one direction after the other, and removes it from the data."""
    mean = X.mean(dim=0)
    rest, components = X - mean, torch.zeros(k, X.shape[1], dtype=X.dtype)
    for i in range(k):
        v = torch.linalg.svd(rest, full_matrices=False).Vh[0]
        v = v - components[:i].T @ (components[:i] @ v)
        components[i] = v / v.norm()
        rest = rest - torch.outer(rest @ components[i], components[i])
    return mean, components
