"""Precision, recall and memorisation: against loops by hand and scikit-learn's neighbours."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neighbors import NearestNeighbors

from autograder.metrics import nearest_distances, nearest_neighbour_ratio, precision_recall
from journey.data import Digits

Generator = np.random.Generator


def normal(generator: Generator, *shape: int) -> torch.Tensor:
    return torch.from_numpy(generator.standard_normal(shape))


def share_by_hand(points: torch.Tensor, centres: torch.Tensor, k: int) -> float:
    inside = 0
    radii = [sorted(math.dist(c, o) for j, o in enumerate(centres) if j != i)[k - 1] for i, c in enumerate(centres)]
    for point in points:
        inside += any(math.dist(point, c) <= r for c, r in zip(centres, radii, strict=True))
    return inside / len(points)


@given(st.integers(0, 10_000), st.integers(1, 4), st.sampled_from([0.5, 1.0, 2.0]))
def test_it_is_the_definition(key: int, k: int, scale: float) -> None:
    generator = np.random.Generator(np.random.Philox(key=key))
    real, fake = normal(generator, 14, 2), scale * normal(generator, 11, 2)
    fake[0] = real[0]
    precision, recall = precision_recall(real, fake, k=k)
    assert precision == pytest.approx(share_by_hand(fake, real, k))
    assert recall == pytest.approx(share_by_hand(real, fake, k))


def test_many_samples_are_the_same_as_few_at_a_time(generator: Generator) -> None:
    """More than one chunk of the distance matrix."""
    real, fake = normal(generator, 1200, 3), normal(generator, 700, 3) * 0.5
    radii = NearestNeighbors(n_neighbors=4).fit(real.numpy()).kneighbors(real.numpy())[0][:, -1]
    distances = torch.cdist(fake, real)
    expected = float((distances <= torch.from_numpy(radii) + 1e-9).any(1).double().mean())
    assert precision_recall(real, fake)[0] == pytest.approx(expected)


def test_identical_sets_are_perfect_also_with_duplicates(generator: Generator) -> None:
    x = normal(generator, 40, 5)
    assert precision_recall(x, x) == (1.0, 1.0)
    doubled = x.repeat(5, 1)
    assert precision_recall(doubled, doubled) == (1.0, 1.0), "where the radius is 0, equal points are still inside"


def test_a_dropped_mode_costs_recall_and_noise_costs_precision(generator: Generator) -> None:
    centres = torch.tensor([[0.0, 0.0], [10.0, 0.0]], dtype=torch.float64)
    real = normal(generator, 400, 2) + centres.repeat_interleave(200, 0)
    dropped = normal(generator, 400, 2)
    precision, recall = precision_recall(real, dropped)
    assert precision > 0.9
    assert 0.4 < recall < 0.55
    noisy = torch.cat([real[:200] + 0.01, torch.from_numpy(generator.uniform(50, 60, (200, 2)))])
    assert precision_recall(real, noisy)[0] == pytest.approx(0.5, abs=0.01)


def test_precision_edges(generator: Generator) -> None:
    x = normal(generator, 4, 2)
    with pytest.raises(ValueError, match="at least 5 of them are needed, not 4"):
        precision_recall(x, x, k=4)
    with pytest.raises(ValueError, match="k must be 1 or more"):
        precision_recall(x, x, k=0)
    with pytest.raises(ValueError, match="samples of 2 and of 1 dimensions"):
        precision_recall(x, x[:, :1])
    assert all(math.isnan(value) for value in precision_recall(x, x * math.nan))


def test_nearest_distances_are_scikit_learns(generator: Generator) -> None:
    x, y = normal(generator, 1100, 4), normal(generator, 90, 4)
    expected = NearestNeighbors(n_neighbors=1).fit(y.numpy()).kneighbors(x.numpy())[0][:, 0]
    np.testing.assert_allclose(nearest_distances(x, y), expected, rtol=1e-12)
    assert float(nearest_distances(y, y).max()) == 0, "copies are at distance 0, not almost"


def test_memorised_digits_are_found(digits: Digits, generator: Generator) -> None:
    train, seen, fresh = digits.train[:900], digits.train[900:], digits.test
    assert nearest_neighbour_ratio(seen, train, fresh) == pytest.approx(1.0, abs=0.05)
    assert nearest_neighbour_ratio(train[:300], train, fresh) == 0
    noise = 0.01 * normal(generator, 300, 64)
    assert nearest_neighbour_ratio(train[:300] + noise, train, fresh) < 0.1
    assert nearest_neighbour_ratio(torch.from_numpy(generator.uniform(0, 1, (300, 64))), train, fresh) > 2


def test_ratio_edges(generator: Generator) -> None:
    x = normal(generator, 6, 2)
    with pytest.raises(ValueError, match="at least half of the test samples are training samples"):
        nearest_neighbour_ratio(x, x, x)
    assert math.isnan(nearest_neighbour_ratio(x * math.nan, x, x + 1))
    with pytest.raises(ValueError, match="at least 1 of them"):
        nearest_neighbour_ratio(x[:0], x, x + 1)
