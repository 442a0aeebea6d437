"""Other right answers to `spectral_normalise`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def normalise_by_detaching(W, u, n_iter=1):
    """Iterates on a detached copy, by hand, with einsum for sigma."""
    M = W.flatten(1)
    fixed, u = M.detach(), u.clone()
    for _ in range(n_iter):
        v = u @ fixed
        v = v / v.norm().clamp(min=1e-12)
        u = fixed @ v
        u = u / u.norm().clamp(min=1e-12)
    sigma = torch.einsum("i,ij,j->", u, M, v)
    return W / torch.maximum(sigma, sigma.new_tensor(1e-12)), u


@alternative
def normalise_with_columns(W, u, n_iter=1):
    """Works with columns of shape [n, 1], and floats for lengths."""
    M = W.reshape(W.shape[0], -1)
    with torch.no_grad():
        column = u.reshape(-1, 1)
        for _ in range(n_iter):
            v = M.mT @ column
            v = v / max(float(v.norm()), 1e-12)
            column = M @ v
            column = column / max(float(column.norm()), 1e-12)
    sigma = (column.mT @ M @ v).squeeze()
    return W / torch.clamp(sigma, min=1e-12), column.squeeze(1)
