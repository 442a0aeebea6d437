"""The course's data sets, from one place: what stands offline, and what is downloaded.

`digits` is read from the file that scikit-learn brings, `shapes` are drawn, and `mnist`, `fashion_mnist` and `cifar10` are
loaded by torchvision. Splits are the same on every machine. Distributions in the plane are in `journey.densities`.
"""

from __future__ import annotations

import gzip
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

from journey.image_sets import DataUnavailable, ImageSet, cifar10, fashion_mnist, mnist
from journey.shapes import Shapes, shapes

__all__ = [
    "DataUnavailable",
    "Digits",
    "ImageSet",
    "Shapes",
    "cifar10",
    "digits",
    "fashion_mnist",
    "mnist",
    "shapes",
]

_TRAIN_SIZE = 1297
_LEVELS = 16  # a pixel of the set counts the ink in a 4 x 4 block: 0 to 16


class Digits(NamedTuple):
    """Handwritten digits of 8 x 8 pixels, one image in each row.

    Attributes:
        train: 1297 images, float64, shape ``[1297, 64]``, each pixel between 0 (paper) and 1 (ink).
        test: 500 other images, float64, shape ``[500, 64]``.
        train_labels: which digit each training image shows, int64, shape ``[1297]``.
        test_labels: the same for the test images, shape ``[500]``.
    """

    train: torch.Tensor
    test: torch.Tensor
    train_labels: torch.Tensor
    test_labels: torch.Tensor


def digits() -> Digits:
    """Load the 1797 digits that scikit-learn bundles, split for the whole course.

    Pixels are divided by 16. The rows are put in the order of ``numpy.random.RandomState(0).permutation(1797)``; the
    first 1297 are for training, the other 500 for testing. Each call returns tensors of its own: changing them in
    place changes nobody else's.

    Returns:
        The images and labels of both parts.

    Example:
        >>> data = digits()
        >>> tuple(data.train.shape), tuple(data.test.shape)
        ((1297, 64), (500, 64))

    Source:
        E. Alpaydin and C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI Machine Learning Repository, 1998.
    """
    table = _read_table()
    order = np.random.RandomState(0).permutation(len(table))
    images = torch.from_numpy(table[order, :-1] / _LEVELS)
    labels = torch.from_numpy(table[order, -1].astype(np.int64))
    cut = _TRAIN_SIZE
    return Digits(images[:cut].clone(), images[cut:].clone(), labels[:cut].clone(), labels[cut:].clone())


@cache
def _read_table() -> np.ndarray[Any, np.dtype[np.float64]]:
    """The data set as shipped: 64 pixels and the label in each row."""
    # Importing scikit-learn takes most of a second; the file that it bundles can be read in 20 ms without it.
    spec = find_spec("sklearn")
    if spec is not None and spec.origin is not None:
        bundled = Path(spec.origin).parent / "datasets" / "data" / "digits.csv.gz"
        if bundled.is_file():
            with gzip.open(bundled, "rt", encoding="ascii") as lines:
                return np.loadtxt(lines, delimiter=",", dtype=np.float64)
    from sklearn.datasets import load_digits

    pixels, labels = load_digits(return_X_y=True)
    return np.column_stack([pixels, labels]).astype(np.float64)
