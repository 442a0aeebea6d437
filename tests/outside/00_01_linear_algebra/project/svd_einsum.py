"""Right: the SVD, one direction at a time with einsum; the full matrices, so only the first min(m, n) have a sigma."""

import torch


def project(A, b):
    U, sigma, _ = torch.linalg.svd(A, full_matrices=True)
    weight = torch.zeros(A.shape[0], dtype=A.dtype)
    weight[: len(sigma)] = (sigma > 1e-10 * sigma[0]).to(A.dtype)
    P = torch.einsum("ik,k,jk->ij", U, weight, U)
    p = torch.einsum("ik,k,jk,j->i", U, weight, U, b)
    return p, P
