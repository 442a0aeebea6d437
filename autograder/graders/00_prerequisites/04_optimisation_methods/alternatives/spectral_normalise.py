"""Other right answers to `spectral_normalise`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def normalise_in_numpy(W, u, n_iter=1):
    """NumPy, with guarded lengths; sigma as the length of W v."""
    kind = np.asarray(W).dtype
    M, u = np.asarray(W).reshape(W.shape[0], -1), np.array(u)
    u = u / np.linalg.norm(u)
    if np.all(M == 0):
        return np.zeros(tuple(W.shape), dtype=kind), np.float64(0), u.astype(kind)
    for _ in range(n_iter):
        v = u @ M
        v = v / np.linalg.norm(v)
        w = M @ v
        sigma = np.linalg.norm(w)
        u = w / sigma
    return (np.asarray(W) / sigma).astype(kind), sigma, u.astype(kind)


@alternative
def normalise_with_torch(W, u, n_iter=1):
    """torch's `normalize`, with a floor that no weight reaches, and flatten; zeros by a mask at the end."""
    M, start = torch.flatten(W, 1), torch.nn.functional.normalize(u, dim=0)
    u = start
    for _ in range(n_iter):
        v = torch.nn.functional.normalize(torch.mv(M.T, u), dim=0, eps=1e-30)
        u = torch.nn.functional.normalize(torch.mv(M, v), dim=0, eps=1e-30)
    sigma = torch.dot(u, torch.mv(M, v))
    if sigma == 0:
        return W.clone(), sigma, start
    return W.div(sigma), sigma, u


@alternative
def normalise_by_the_gram_matrix(W, u, n_iter=1):
    """Iterates with M M^T alone, and makes v once, from the last u but one."""
    M = W.reshape(W.shape[0], -1)
    if bool((M == 0).all()):
        return W.clone(), torch.zeros(()), u / u.norm()
    G, u = M @ M.T, u / u.norm()
    for _ in range(n_iter):
        before = u
        u = G @ u
        u = u / u.norm()
    v = M.T @ before
    v = v / v.norm()
    sigma = (u * (M @ v)).sum()
    return W / sigma, sigma, u
