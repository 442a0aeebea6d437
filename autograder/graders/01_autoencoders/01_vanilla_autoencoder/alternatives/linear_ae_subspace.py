"""Other right answers to `linear_ae_subspace`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def walk_by_an_optimiser(X, W, lr, steps):
    """torch's SGD on the loss, and projections by QR."""
    centred = X - X.mean(0)
    W = W.detach().clone().requires_grad_()
    optimiser = torch.optim.SGD([W], lr=lr)
    for _ in range(steps):
        optimiser.zero_grad()
        (centred @ W.T @ W - centred).square().sum(1).mean().backward()
        optimiser.step()
    Q = torch.linalg.qr(W.detach().T).Q
    V = torch.linalg.eigh(centred.T @ centred).eigenvectors[:, -len(W) :]
    return W.detach(), (Q @ Q.T - V @ V.T).norm()


@alternative
def walk_in_numpy(X, W, lr, steps):
    """NumPy, on the covariance; the distance from the principal angles."""
    X, W = np.asarray(X), np.array(W)
    sigma = np.cov(X, rowvar=False, bias=True)
    for _ in range(steps):
        left = np.eye(len(sigma)) - W.T @ W
        W = W + 2 * lr * W @ (sigma @ left + left @ sigma)
    Q, V = np.linalg.qr(W.T)[0], np.linalg.eigh(sigma)[1][:, ::-1][:, : len(W)]
    return W, np.linalg.norm(Q @ Q.T - V @ V.T)
