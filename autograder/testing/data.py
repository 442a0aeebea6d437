"""Data that graders train and judge on: drawn, split and disguised on the trusted side, from the course's salt.

Students have the same digits, so a notebook could carry weights that were trained at home. It could not carry weights for
*these* images: another split, and the pixels of every image moved by one permutation that depends on the salt. A fully
connected network does not mind where pixels stand, so it learns as well as ever; for a convolutional one the disguise is a
mirroring or rotation of the image, which keeps neighbours neighbours.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import torch

import journey.data
import journey.shapes
from autograder.testing.rng import Rng
from journey.densities import ring_centres
from journey.shapes import Shapes

__all__ = ["HiddenDigits", "hidden_digits", "ring_centres", "ring_of_gaussians", "shapes", "two_moons"]

TRAIN_SIZE, TEST_SIZE, SIDE = 1297, 500, 8
# Of the noiseless moons: both half circles together. By these the samples are standardised, not by their own moments.
MOONS_MEAN = (0.5, 0.25)
MOONS_VARIANCE = (0.75, 0.5 - 4 / math.pi**2 + (2 / math.pi - 0.25) ** 2)


@dataclass(frozen=True)
class HiddenDigits:
    """Digits of 8 x 8 pixels, split anew and disguised.

    Attributes:
        train: float64 ``[1297, 64]``, each pixel between 0 (paper) and 1 (ink).
        test: other images, float64 ``[500, 64]``.
        train_labels: int64 ``[1297]``.
        test_labels: int64 ``[500]``.
        order: the disguise: pixel i of these images is pixel ``order[i]`` of the true one, int64 ``[64]``.
    """

    train: torch.Tensor
    test: torch.Tensor
    train_labels: torch.Tensor
    test_labels: torch.Tensor
    order: torch.Tensor

    def reveal(self, images: Any) -> torch.Tensor:
        """Take the disguise off: for pictures, and for features that know what digits look like.

        Args:
            images: ``[N, 64]``, ``[N, 8, 8]`` or ``[N, 1, 8, 8]`` in the disguise (generated from ``train``, say).

        Returns:
            The same shape and dtype, upright.

        Raises:
            ValueError: if an image has another number of pixels.
        """
        return self._rearrange(images, torch.argsort(self.order))

    def disguise(self, images: Any) -> torch.Tensor:
        """Put the disguise on other images, as on these: the inverse of ``reveal``."""
        return self._rearrange(images, self.order)

    def _rearrange(self, images: Any, order: torch.Tensor) -> torch.Tensor:
        tensor = torch.as_tensor(images)
        if tensor.ndim < 2 or tensor[0].numel() != len(order):
            raise ValueError(f"images of {len(order)} pixels are needed, [N, ...], not {tuple(tensor.shape)}")
        return tensor.flatten(1)[:, order].reshape(tensor.shape)


def hidden_digits(rng: Rng, *, disguise: Literal["permute", "mirror", "none"] = "permute") -> HiddenDigits:
    """The 1797 digits in a split and a disguise of this course's own.

    Args:
        rng: salted; decides the split and the disguise.
        disguise: ``permute`` the pixels (for networks without convolutions); ``mirror``: one of the seven reflections and
            rotations of the square other than leaving it alone (for convolutional ones); or ``none``.

    Raises:
        ValueError: if the disguise is another.
    """
    known = journey.data.digits()
    images = torch.cat([known.train, known.test])
    labels = torch.cat([known.train_labels, known.test_labels])
    order = _draw_order(rng, disguise)
    rows = torch.from_numpy(rng.numpy.permutation(len(images)))
    images, labels = images[rows][:, order], labels[rows]
    cut, end = TRAIN_SIZE, TRAIN_SIZE + TEST_SIZE
    return HiddenDigits(images[:cut], images[cut:end], labels[:cut], labels[cut:end], order)


def _draw_order(rng: Rng, disguise: str) -> torch.Tensor:
    pixels = np.arange(SIDE * SIDE)
    if disguise == "permute":
        return torch.from_numpy(rng.numpy.permutation(pixels))
    if disguise == "mirror":
        symmetry = int(rng.numpy.integers(1, 8))  # 0 would leave the image as it is
        square = np.rot90(pixels.reshape(SIDE, SIDE), symmetry % 4)
        return torch.from_numpy((square.T if symmetry >= 4 else square).reshape(-1).copy())
    if disguise == "none":
        return torch.from_numpy(pixels)
    raise ValueError(f'a disguise is "permute", "mirror" or "none", not {disguise!r}')


def ring_of_gaussians(
    rng: Rng, n: int, modes: int = 8, radius: float = 2.0, sigma: float = 0.1, *, even: bool = False
) -> torch.Tensor:
    """A mixture of equally likely Gaussians ``N(centre, sigma^2 I)`` on a ring, float64 ``[n, 2]``.

    Args:
        rng: salted.
        n: samples.
        modes: Gaussians.
        radius: of the ring.
        sigma: the standard deviation of each.
        even: as many samples from each Gaussian, instead of drawing which: a set to compare with that has less noise of its
            own, no longer independent samples.
    """
    which = torch.arange(n) % modes if even else rng.integers(0, modes, (n,))
    return ring_centres(modes, radius)[which] + sigma * rng.normal(n, 2)


def two_moons(rng: Rng, n: int, noise: float = 0.05, *, even: bool = False) -> torch.Tensor:
    """Two interleaved half circles of radius 1 with Gaussian noise, standardised, float64 ``[n, 2]``.

    Standardised by the exact mean and standard deviation of the distribution, so that two draws are of one distribution.

    Args:
        rng: salted.
        n: samples, half from each moon on average.
        noise: its standard deviation before standardising.
        even: as many samples from each moon and from each stretch of it, as for ``ring_of_gaussians``.
    """
    index, share = torch.arange(n), rng.uniform(0, 1, (n,))
    is_lower = index % 2 == 1 if even else rng.integers(0, 2, (n,)).bool()
    angle = math.pi * ((index // 2 + share) / ((n + 1) // 2) if even else share)
    upper = torch.stack([angle.cos(), angle.sin()], 1)
    points = torch.where(is_lower[:, None], torch.tensor([1.0, 0.5], dtype=torch.float64) - upper, upper)
    mean, variance = (torch.tensor(value, dtype=torch.float64) for value in (MOONS_MEAN, MOONS_VARIANCE))
    return (points + noise * rng.normal(n, 2) - mean) / (variance + noise**2).sqrt()


def shapes(rng: Rng, n: int, *, crisp: bool = False) -> Shapes:
    """Coloured shapes with captions, as ``journey.shapes`` draws them, from a seed of 63 bits that nobody can know.

    Args:
        rng: salted.
        n: pictures.
        crisp: without anti-aliasing.

    Returns:
        Images float32 ``[n, 3, 12, 12]``, labels, factors and captions.
    """
    return journey.shapes.shapes(n, int(rng.integers(0, 2**63 - 1)), split="test", crisp=crisp)
