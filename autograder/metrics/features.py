"""Deterministic features of small images, and the Fréchet distance on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import torch

from autograder.metrics.frechet import frechet_distance_of
from autograder.metrics.inputs import as_samples


class Features(Protocol):
    """What maps images to features: PCA, the digit classifier, Inception."""

    def features(self, images: Any) -> torch.Tensor:
        """Images ``[N, ...]`` to float64 features ``[N, D]``."""


@dataclass(frozen=True)
class PcaFeatures:
    """Coordinates in the leading principal components of a set of images.

    Closed form, so that grading adds no noise of training to what it measures.

    Attributes:
        mean: the mean image, float64 ``[D]``.
        components: orthonormal rows, float64 ``[k, D]``, the largest entry of each positive.
    """

    mean: torch.Tensor
    components: torch.Tensor

    @classmethod
    def fit(cls, images: Any, k: int = 16) -> PcaFeatures:
        """From a full singular value decomposition of the centred images.

        Args:
            images: ``[N, ...]``, flattened to ``[N, D]``.
            k: components to keep, at most ``min(N, D)``.

        Raises:
            ValueError: if k is out of range, or an entry is not finite.
        """
        x = as_samples(images, "images", least=2)
        if not 1 <= k <= min(x.shape):
            raise ValueError(f"{len(x)} images of {x.shape[1]} pixels have at most {min(x.shape)} components, not {k}")
        if not bool(torch.isfinite(x).all()):
            raise ValueError("images to fit on must be finite")
        mean = x.mean(0)
        components = torch.linalg.svd(x - mean, full_matrices=False).Vh[:k]
        largest = components.gather(1, components.abs().argmax(1, keepdim=True))
        return cls(mean, components * largest.sign())

    def features(self, images: Any) -> torch.Tensor:
        """Images ``[N, ...]`` of D pixels to coordinates, float64 ``[N, k]``.

        Raises:
            ValueError: if they have another number of pixels.
        """
        x = as_samples(images, "images")
        if x.shape[1] != len(self.mean):
            raise ValueError(f"images of {len(self.mean)} pixels are needed, not of {x.shape[1]}")
        return (x - self.mean) @ self.components.T

    def reconstruct(self, images: Any) -> torch.Tensor:
        """The projection of images onto the components, float64 ``[N, D]``: the best linear codec, as a baseline."""
        return self.mean + self.features(images) @ self.components


def fpd(features: Features, x: Any, y: Any) -> float:
    """The Fréchet distance between two sets of images on these features ("Fréchet PCA distance" for PCA's).

    Args:
        features: fitted on the training images, say ``PcaFeatures.fit(data.train)``.
        x: images ``[N, ...]``.
        y: images ``[M, ...]``. Keep M fixed: the distance depends on it (:func:`frechet_distance_of`).

    Returns:
        0 or more; NaN where an image is not finite.

    Raises:
        ValueError: if the shapes do not fit.
    """
    return frechet_distance_of(features.features(x), features.features(y))
