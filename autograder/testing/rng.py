"""Random inputs of hidden tests: fresh for each test and submission, the same in every run, and different in every course.

A Philox generator of NumPy, keyed by the HMAC of the test's name under the submission's salt: its bits are the same on every
machine, which torch's are not, and nobody without the salt can tabulate them.
"""

from __future__ import annotations

import hashlib
import hmac

import numpy as np
import torch


class Rng:
    """Draws float64 and int64 torch tensors.

    Args:
        salt: the submission's, which depends on the course's.
        name: of the test (or of the fixture) that draws.

    Attributes:
        numpy: the generator itself, for what has no method here.
    """

    def __init__(self, salt: str, name: str) -> None:
        digest = hmac.new(salt.encode(), name.encode(), hashlib.sha256).digest()
        self.numpy = np.random.Generator(np.random.Philox(key=int.from_bytes(digest[:16], "little")))

    def normal(self, *shape: int) -> torch.Tensor:
        """Standard normal, float64, of this shape."""
        return torch.from_numpy(np.asarray(self.numpy.standard_normal(shape)))

    def uniform(self, low: float, high: float, shape: tuple[int, ...] = ()) -> torch.Tensor:
        """Uniform on ``[low, high)``, float64, of this shape."""
        return torch.from_numpy(np.asarray(self.numpy.uniform(low, high, shape)))

    def integers(self, low: int, high: int, shape: tuple[int, ...] = ()) -> torch.Tensor:
        """Uniform integers in ``[low, high)``, int64, of this shape."""
        return torch.from_numpy(np.asarray(self.numpy.integers(low, high, shape)))

    def orthogonal(self, n: int) -> torch.Tensor:
        """A Haar-distributed orthogonal ``[n, n]`` matrix, float64 (Mezzadri 2007: QR with the signs of R's diagonal)."""
        q, r = np.linalg.qr(self.numpy.standard_normal((n, n)))
        return torch.from_numpy(q * np.sign(np.diag(r)))
