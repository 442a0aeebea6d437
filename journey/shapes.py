"""Coloured shapes with captions: small pictures that are drawn, not downloaded.

A picture shows one of 3 shapes in one of 4 colours in one of 4 quadrants, so there are 48 captions, such as
``"red circle top-left"``. Where exactly the shape stands, how large and how bright it is, varies from picture to picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, Literal, NamedTuple

import numpy as np
import torch

COLOURS = ("red", "green", "blue", "yellow")
SHAPES = ("circle", "square", "triangle")
PLACES = ("top-left", "top-right", "bottom-left", "bottom-right")
WORDS = (*COLOURS, *SHAPES, *PLACES)  # all words of the captions: 11
CAPTIONS = tuple(" ".join(words) for words in product(COLOURS, SHAPES, PLACES))  # all captions: 48

SIZE = 12  # pixels in height and width
_RGB = np.array([[0.95, 0.15, 0.15], [0.15, 0.8, 0.2], [0.2, 0.35, 1.0], [1.0, 0.85, 0.1]])
_COUNTS = (len(COLOURS), len(SHAPES), len(PLACES))
_JITTER = 0.5  # of the centre, in pixels: with the largest shape it stays inside its quadrant
_SCALES = (0.8, 1.0)
_BRIGHTNESSES = (0.8, 1.0)
_DRAWS = 8  # random numbers of 32 bits for each picture: one step of the Philox counter

Array = np.ndarray[Any, Any]


class Shapes(NamedTuple):
    """Pictures of shapes, one in each row, and what they show.

    Attributes:
        images: float32, shape ``[n, 3, 12, 12]``: red, green, blue from 0 to 1, on black.
        labels: int64, shape ``[n]``, from 0 to 47: which of `CAPTIONS`.
        factors: int64, shape ``[n, 3]``: which of `COLOURS`, of `SHAPES` and of `PLACES`.
    """

    images: torch.Tensor
    labels: torch.Tensor
    factors: torch.Tensor

    @property
    def captions(self) -> list[str]:
        """The captions as text, three words each."""
        return [CAPTIONS[label] for label in self.labels.tolist()]

    @property
    def tokens(self) -> torch.Tensor:
        """The captions as numbers of `WORDS`, int64, shape ``[n, 3]``, from 0 to 10."""
        return self.factors + torch.tensor([0, _COUNTS[0], _COUNTS[0] + _COUNTS[1]])


def shapes(
    n: int,
    seed: int,
    *,
    split: Literal["train", "test"] = "train",
    labels: Sequence[int] | torch.Tensor | None = None,
    crisp: bool = False,
) -> Shapes:
    """Draw captioned shapes.

    Picture number i depends on the seed, the split and i alone (and on its label, where labels are given): the first 10 of
    100 are those of 10. The same call gives the same pictures on every machine, up to the last bits.

    Args:
        n: how many, at least 0.
        seed: a whole number of at least 0, below 2**64.
        split: the pictures of ``"train"`` and of ``"test"`` are drawn from streams that have nothing in common, whatever the
            seeds.
        labels: which captions to draw, ``n`` numbers from 0 to 47, for example to leave some captions out of training; by
            default each picture has a caption of its own, all 48 equally likely.
        crisp: False: a pixel at the border is mixed by how much of it is inside (anti-aliased). True: a pixel is either
            inside or outside, every shape is 5 pixels wide, and it stands on whole pixels, so that no circle is
            rounded to a square.

    Returns:
        Pictures, labels and factors.

    Raises:
        ValueError: if a number is out of range, or if there are not n labels.

    Example:
        >>> train, test = shapes(1000, seed=0), shapes(200, seed=0, split="test")
        >>> tuple(train.images.shape), train.captions[:2]
        ((1000, 3, 12, 12), ['red circle top-left', 'blue circle top-left'])
        >>> one_of_each = shapes(48, seed=0, labels=range(48))
        >>> one_of_each.captions[0], one_of_each.tokens[0].tolist()
        ('red circle top-left', [0, 4, 7])
    """
    draws = _draw_uniform(n, seed, split)
    chosen = (draws[0] * len(CAPTIONS)).astype(np.int64) if labels is None else _checked(labels, n)
    factors = np.stack(np.unravel_index(chosen, _COUNTS), axis=1)
    images = _paint(factors, draws, crisp=crisp)
    return Shapes(torch.from_numpy(images), torch.from_numpy(chosen), torch.from_numpy(factors))


def _draw_uniform(n: int, seed: int, split: str) -> Array:
    """Numbers from 0 to 1, exclusive: shape ``[8, n]``; column i depends on the seed, the split and i alone."""
    if n < 0 or not 0 <= seed < 2**64:
        raise ValueError(f"n is at least 0 and a seed is from 0 to 2**64 - 1, not {n} and {seed}")
    if split not in ("train", "test"):
        raise ValueError(f"a split is 'train' or 'test', not {split!r}")
    # Raw words: numpy keeps their stream for good, which it does not promise of anything derived from them.
    words = np.random.Philox(key=np.array([seed, split == "test"], np.uint64)).random_raw(n * _DRAWS // 2)
    halves = np.stack([words >> np.uint64(32), words & np.uint64(2**32 - 1)], axis=-1)
    return np.asarray(halves.reshape(n, _DRAWS).T / 2**32)


def _checked(labels: Sequence[int] | torch.Tensor, n: int) -> Array:
    listed = labels.tolist() if isinstance(labels, torch.Tensor) else list(labels)
    chosen = np.array(listed, dtype=np.int64).reshape(-1)
    if len(chosen) != n:
        raise ValueError(f"there are {len(chosen)} labels for {n} pictures")
    if n and not 0 <= chosen.min() <= chosen.max() < len(CAPTIONS):
        raise ValueError(f"a label is from 0 to {len(CAPTIONS) - 1}")
    return chosen


def _paint(factors: Array, draws: Array, *, crisp: bool) -> Array:
    colour, shape, place = factors.T
    right, down = (_between((-_JITTER, _JITTER), draw) for draw in draws[1:3])
    scale = _between(_SCALES, draws[3])
    if crisp:
        right, down, scale = np.copysign(0.5, right), np.copysign(0.5, down), np.ones_like(scale)
    pixels, scale = np.arange(SIZE) + 0.5, scale[:, None, None]
    x = (pixels[None, None, :] - (SIZE / 4 + SIZE / 2 * (place % 2) + right)[:, None, None]) / scale
    y = (pixels[None, :, None] - (SIZE / 4 + SIZE / 2 * (place // 2) + down)[:, None, None]) / scale
    distance = np.select([(shape == kind)[:, None, None] for kind in range(3)], _distances(x, y)) * scale
    # A pixel is about one wide: half a pixel inside the border it is covered wholly, half a pixel outside not at all.
    coverage = (distance <= 0).astype(float) if crisp else np.clip(0.5 - distance, 0, 1)
    rgb = _RGB[colour] * _between(_BRIGHTNESSES, draws[4])[:, None]
    return np.asarray(rgb[:, :, None, None] * coverage[:, None], dtype=np.float32)


def _distances(x: Array, y: Array) -> list[Array]:
    """How far a point is outside the border of each shape around the origin, in pixels; negative inside."""
    circle = np.hypot(x, y) - 2.3
    square = np.maximum(abs(x), abs(y)) - 2.1
    sides = (2 * abs(x) - (y + 2.3)) / 5**0.5  # two lines through the apex (0, -2.3), above: rows count downwards
    triangle = np.maximum(
        sides, np.maximum(y - 2.05, -2.3 - y)
    )  # distances to lines say too little beyond a sharp corner
    return [circle, square, triangle]


def _between(limits: tuple[float, float], share: Array) -> Array:
    low, high = limits
    return np.asarray(low + (high - low) * share)
