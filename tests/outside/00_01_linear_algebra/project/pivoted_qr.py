"""Right: SciPy's QR with column pivoting; the columns of Q before the diagonal of R drops to nothing span the space."""

import numpy as np
import scipy.linalg
import torch


def project(A, b):
    Q, R, _ = scipy.linalg.qr(A.numpy(), mode="economic", pivoting=True)
    size = np.abs(np.diag(R))
    keep = size > 1e-10 * size.max() if size.size and size.max() > 0 else np.zeros(len(size), dtype=bool)
    Q = Q[:, keep]
    P = Q @ Q.T
    return torch.from_numpy(P @ b.numpy()), torch.from_numpy(P)
