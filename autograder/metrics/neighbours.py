"""What nearest neighbours tell: precision and recall of samples, and whether training images were memorised."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch

from autograder.metrics.inputs import as_pair, as_samples, is_finite

CHUNK = 512  # rows of a distance matrix at a time


def precision_recall(real: Any, fake: Any, k: int = 3) -> tuple[float, float]:
    """Improved precision and recall: the share of each set that lies on the other's estimated manifold.

    A set's manifold is the union of balls around its samples that reach to the k-th nearest other sample of the set.

    Args:
        real: features of data, ``[N, D]``, N greater than k.
        fake: features of generated samples, ``[M, D]``, M greater than k.
        k: the neighbour that sets the radius.

    Returns:
        Precision (fakes that look real) and recall (real ones that the generator covers), each 0 to 1; NaN if something is
        not finite.

    Raises:
        ValueError: if dimensions differ, or a set has too few samples for k.

    Source:
        T. Kynkäänniemi et al., *Improved Precision and Recall Metric for Assessing Generative Models*, arXiv:1904.06991,
        equations 1 and 2.
    """
    if k < 1:
        raise ValueError(f"k must be 1 or more, not {k}")
    real, fake = as_pair(real, fake, least=k + 1)
    if not is_finite(real, fake):
        return float("nan"), float("nan")
    return _share_inside(fake, real, k), _share_inside(real, fake, k)


def _share_inside(x: torch.Tensor, centres: torch.Tensor, k: int) -> float:
    """The share of x that lies in one of the balls around the centres."""
    # Each centre is at distance 0 from itself, and that is the first of its k + 1 nearest: duplicates do no harm.
    radii = torch.cat([part.kthvalue(k + 1, dim=1).values for part in _distances(centres, centres)])
    inside = [(part <= radii).any(1) for part in _distances(x, centres)]
    return float(torch.cat(inside).double().mean())


def nearest_neighbour_ratio(generated: Any, train: Any, test: Any) -> float:
    """How near generated samples are to training ones, compared with fresh data: far below 1 where they are copies.

    The median distance from a generated sample to its nearest training sample, over the same median for test samples.

    Args:
        generated: ``[N, ...]``.
        train: what the generator was trained on, ``[M, ...]``.
        test: fresh data of the same kind, ``[T, ...]``.

    Returns:
        About 1 for fresh data, 0 for copies; well above 1 for what lies far from any image. NaN if something is not finite.

    Raises:
        ValueError: if dimensions differ, or most test samples are training samples.
    """
    generated, train = as_pair(generated, train)
    test, train = as_pair(test, train)
    if not is_finite(generated, train, test):
        return float("nan")
    usual = _median_distance(test, train)
    if usual == 0:
        raise ValueError("at least half of the test samples are training samples: there is nothing to compare with")
    return _median_distance(generated, train) / usual


def nearest_distances(x: Any, y: Any) -> torch.Tensor:
    """The Euclidean distance from each row of x ``[N, D]`` to the nearest row of y ``[M, D]``, float64 ``[N]``."""
    x, y = as_samples(x), as_samples(y)
    return torch.cat([part.min(1).values for part in _distances(x, y)])


def _median_distance(x: torch.Tensor, y: torch.Tensor) -> float:
    return float(nearest_distances(x, y).quantile(0.5))


def _distances(x: torch.Tensor, y: torch.Tensor) -> Iterator[torch.Tensor]:
    # The quick way, by matrix products, finds distances of 1e-8 between equal rows: ties and copies would be missed.
    for part in x.split(CHUNK):
        yield torch.cdist(part, y, compute_mode="donot_use_mm_for_euclid_dist")
