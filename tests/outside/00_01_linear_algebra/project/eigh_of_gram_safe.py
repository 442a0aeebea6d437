"""Wrong: eigenvectors of A A^T, with a limit that is above its rounding errors: 1e-12 of the largest eigenvalue.

Handles dependent columns and zeros; but 1e-12 of the eigenvalues is 1e-6 of the singular values, and the docstring says that a
direction of 1e-8 of the largest still counts.
"""

import torch


def project(A, b):
    values, U = torch.linalg.eigh(A @ A.T)
    U = U[:, (values > 1e-12 * values.max()) & (values > 0)]
    P = U @ U.T
    return P @ b, P
