"""Wrong: the first rank-many left singular vectors, with torch.linalg.matrix_rank as it is.

Its default limit is max(m, n) times the rounding unit, about 1e-15, so a direction of 1e-12, which is a rounding error by the
docstring, counts.
"""

import torch


def project(A, b):
    rank = int(torch.linalg.matrix_rank(A))
    U = torch.linalg.svd(A, full_matrices=False).U[:, :rank]
    return U @ (U.T @ b), U @ U.T
