"""Other right answers."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative("standardise")
def in_one_go(X):
    """torch's own mean and deviation, and a clean-up afterwards."""
    deviation, mean = torch.std_mean(X, dim=0, correction=0)
    constant = X.amax(0) == X.amin(0)
    return torch.where(constant, torch.zeros_like(X), (X - mean) / deviation)


@alternative("log_softmax")
def with_logsumexp(z):
    """torch's own sum of exponentials."""
    return z - torch.logsumexp(z, dim=-1, keepdim=True)


@alternative("attention")
def with_torch(Q, K, V, causal=False):
    """torch's own attention."""
    return torch.nn.functional.scaled_dot_product_attention(Q, K, V, is_causal=causal)


@alternative("GatedUnit")
class WithTorch(torch.nn.Module):
    """Both maps at once, and torch's own gate."""

    def __init__(self, d, k):
        super().__init__()
        self.value = torch.nn.Parameter(torch.empty(d, k, dtype=torch.float64).uniform_(-1, 1))
        self.gate = torch.nn.Parameter(torch.empty(d, k, dtype=torch.float64).uniform_(-1, 1))

    def forward(self, x):
        return torch.nn.functional.glu(x @ torch.cat([self.value, self.gate], dim=1), dim=-1)


@alternative("ridge")
def with_more_rows(X, y, penalty):
    """Least squares with the penalty as rows of its own."""
    d = X.shape[1]
    tall = torch.cat([X, penalty**0.5 * torch.eye(d, dtype=X.dtype)])
    return torch.linalg.lstsq(tall, torch.cat([y, torch.zeros(d, dtype=X.dtype)])[:, None]).solution[:, 0]


@alternative("descend")
def in_numpy(X, y, steps, rate):
    """NumPy, and the gradient by hand."""
    X, y = np.asarray(X), np.asarray(y)
    w, losses = np.zeros(X.shape[1]), []
    for _ in range(steps):
        rest = X @ w - y
        losses.append(float(np.mean(rest**2)))
        w = w - rate * 2 * X.T @ rest / len(y)
    return torch.from_numpy(w), losses
