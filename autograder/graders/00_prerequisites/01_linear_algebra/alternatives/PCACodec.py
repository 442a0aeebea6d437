"""Other right answers to `PCACodec`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
class CodecInNumpy:
    """NumPy throughout."""

    def __init__(self, train, k):
        """Keep the mean and the components as arrays."""
        train = np.asarray(train)
        self.mean = train.mean(0)
        self.components = np.linalg.svd(train - self.mean, full_matrices=False)[2][:k]

    def encode(self, X):
        """Centre and project."""
        return np.dot(np.asarray(X) - self.mean, self.components.T)

    def decode(self, Z):
        """Add up."""
        return np.asarray(Z) @ self.components + self.mean


@alternative
class CodecAsModule(torch.nn.Module):
    """A torch module with buffers, and other signs of the components."""

    def __init__(self, train, k):
        """Keep the mean and the components as buffers."""
        super().__init__()
        mean = train.mean(dim=0)
        _, vectors = torch.linalg.eigh(torch.cov(train.T).reshape(train.shape[1], -1))
        self.register_buffer("mean", mean)
        self.register_buffer("components", -vectors.flip(1)[:, :k].T.contiguous())

    def encode(self, X):
        """Centre and project, one example at a time."""
        return torch.stack([self.components @ (x - self.mean) for x in X])

    def decode(self, Z):
        """Add up, one example at a time."""
        return torch.stack([self.mean + z @ self.components for z in Z])


@alternative
class CodecAroundAnotherPoint:
    """Turns the code: other axes of the same subspace, which lose nothing."""

    def __init__(self, train, k):
        """Keep the mean and a turned basis."""
        self.mean = train.mean(dim=0)
        components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]
        turn = torch.linalg.qr(torch.ones(k, k, dtype=train.dtype) + torch.eye(k, dtype=train.dtype)).Q
        self.basis = turn @ components

    def encode(self, X):
        """Centre and project."""
        return (X - self.mean) @ self.basis.T

    def decode(self, Z):
        """Add up."""
        return torch.addmm(self.mean, Z, self.basis)
