"""Right: by recursion over directions, found by the SVD's first pair: P(A) = u u^T + P(what is at right angles to u).

The largest singular value is handed down, for "small" is relative to the largest of A.
"""

import torch


def project(A, b, largest=None, depth=0):
    nothing = torch.zeros(A.shape[0], A.shape[0], dtype=A.dtype)
    if depth == min(A.shape):
        return nothing @ b, nothing
    U, sigma, _ = torch.linalg.svd(A, full_matrices=False)
    largest = float(sigma[0]) if largest is None else largest
    if float(sigma[0]) <= 1e-10 * largest:
        return nothing @ b, nothing
    u = U[:, 0]
    rest = A - torch.outer(u, u @ A)
    _, P = project(rest, b, largest, depth + 1)
    P = P + torch.outer(u, u)
    return P @ b, P
