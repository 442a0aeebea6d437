"""Other right answers to `Puzzles`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
class AsksTheLibrary:
    """Functions of torch that do the same: gather, cdist, tril, einsum, unfold."""

    @staticmethod
    def one_hot(labels, k):
        return torch.zeros(len(labels), k).scatter_(1, labels[:, None], 1.0)

    @staticmethod
    def pick(table, labels):
        return table.gather(1, labels[:, None]).squeeze(1)

    @staticmethod
    def squared_distances(x, y):
        return torch.cdist(x, y, compute_mode="donot_use_mm_for_euclid_dist") ** 2

    @staticmethod
    def causal_mask(n):
        return torch.ones(n, n, dtype=torch.bool).tril()

    @staticmethod
    def lift(t, x):
        return torch.einsum("n,n...->n...", t, x)

    @staticmethod
    def patches(images, p):
        n = len(images)
        return images.unfold(1, p, p).unfold(2, p, p).reshape(n, -1, p * p)


@alternative
class WorksInNumpy:
    """NumPy arrays instead of tensors."""

    @staticmethod
    def one_hot(labels, k):
        return np.eye(k, dtype=np.float32)[labels.numpy()]

    @staticmethod
    def pick(table, labels):
        return np.take_along_axis(table.numpy(), labels.numpy()[:, None], axis=1)[:, 0]

    @staticmethod
    def squared_distances(x, y):
        x, y = x.numpy(), y.numpy()
        return (x**2).sum(1)[:, None] - 2 * x @ y.T + (y**2).sum(1)

    @staticmethod
    def causal_mask(n):
        return np.tri(n, dtype=bool)

    @staticmethod
    def lift(t, x):
        while t.ndim < x.ndim:
            t = t[..., None]
        return (t * x).numpy()

    @staticmethod
    def patches(images, p):
        n, height, width = images.shape
        tiles = images.numpy().reshape(n, height // p, p, width // p, p)
        return tiles.swapaxes(2, 3).reshape(n, (height // p) * (width // p), p * p)
