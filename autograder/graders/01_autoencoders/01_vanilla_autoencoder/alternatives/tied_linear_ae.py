"""Other right answers to `tied_linear_ae`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def gradient_by_autograd(W, X):
    """Lets autograd take both parts together."""
    W = W.detach().clone().requires_grad_()
    loss = ((X @ W.T) @ W - X).pow(2).sum() / X.shape[0]
    loss.backward()
    return loss.item(), W.grad


@alternative
def gradient_in_numpy(W, X):
    """NumPy, by the covariance and without residuals; returns a list of a number and an array."""
    W, X = np.asarray(W), np.asarray(X)
    sigma, left = X.T @ X / len(X), np.eye(X.shape[1]) - W.T @ W
    return [np.trace(left @ sigma @ left), -2 * W @ (sigma @ left + left @ sigma)]


@alternative
def gradient_by_a_loop(W, X):
    """One example at a time: the outer products of the decoder's and the encoder's part."""
    loss, gradient = 0.0, torch.zeros_like(W)
    for x in X:
        z = W @ x
        r = W.T @ z - x
        loss += float(r @ r) / len(X)
        gradient += 2 / len(X) * (torch.outer(z, r) + torch.outer(W @ r, x))
    return loss, gradient
