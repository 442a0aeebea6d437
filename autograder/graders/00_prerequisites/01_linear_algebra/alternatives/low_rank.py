"""Other right answers to `low_rank`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def truncation_in_numpy(A, k):
    """NumPy, multiplying with a diagonal in which the small singular values are zero."""
    if k < 0:
        raise ValueError("k must not be negative")
    U, sigma, Vh = np.linalg.svd(np.asarray(A), full_matrices=False)
    sigma[..., k:] = 0
    return U @ (sigma[..., :, None] * Vh)


@alternative
def truncation_by_eigenvectors(A, k):
    """Projects the rows onto the eigenvectors of A^T A with the k largest eigenvalues."""

    class NegativeRankError(ValueError):
        pass

    if k < 0:
        raise NegativeRankError(str(k))
    V = torch.linalg.eigh(A.mT @ A).eigenvectors.flip(-1)[..., :k]
    return A @ V @ V.mT


@alternative
def truncation_term_by_term(A, k):
    """Adds one term of the sum (11) after the other, each matrix of a batch by itself."""
    if k < 0:
        raise ValueError("k must not be negative")
    flat = A.reshape(-1, *A.shape[-2:])
    results = []
    for matrix in flat:
        U, sigma, Vh = torch.linalg.svd(matrix)
        total = torch.zeros_like(matrix)
        for i in range(min(k, len(sigma))):
            total += sigma[i] * U[:, i : i + 1] @ Vh[i : i + 1]
        results.append(total)
    return torch.stack(results).reshape(A.shape)
