"""Sliced Wasserstein: against scipy in one dimension, and the course's floors on its two-dimensional sets."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.stats
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.metrics import fixed_directions, sliced_wasserstein


def normal(generator: np.random.Generator, *shape: int) -> torch.Tensor:
    return torch.from_numpy(generator.standard_normal(shape))


@given(st.integers(0, 10_000), st.integers(1, 30), st.integers(1, 30))
def test_in_one_dimension_it_is_scipys(key: int, n: int, m: int) -> None:
    generator = np.random.Generator(np.random.Philox(key=key))
    x, y = (torch.from_numpy(generator.integers(-5, 5, (size, 1)) / 2.0) for size in (n, m))  # with ties
    expected = scipy.stats.wasserstein_distance(x[:, 0].numpy(), y[:, 0].numpy())
    assert sliced_wasserstein(x, y, torch.ones(1, 1)) == pytest.approx(expected, abs=1e-6)


def test_it_is_the_mean_over_directions(generator: np.random.Generator) -> None:
    x, y, directions = normal(generator, 40, 3), normal(generator, 25, 3) + 1, fixed_directions(3, 7)
    by_direction = [scipy.stats.wasserstein_distance((x @ u).numpy(), (y @ u).numpy()) for u in directions]
    assert sliced_wasserstein(x, y, directions) == pytest.approx(np.mean(by_direction), rel=1e-6)


def test_a_shift_is_seen_by_its_mean_projection(generator: np.random.Generator) -> None:
    x, shift = normal(generator, 100, 2), torch.tensor([3.0, 4.0], dtype=torch.float64)
    expected = float((fixed_directions(2) @ shift).abs().mean())
    assert sliced_wasserstein(x, x + shift) == pytest.approx(expected)
    assert expected == pytest.approx(5 * 2 / math.pi, rel=0.05), "the mean of |cos| over the circle is 2 / pi"
    assert sliced_wasserstein(x, x) == 0


def test_directions_never_change() -> None:
    directions = fixed_directions(2, 3)
    torch.testing.assert_close(directions.norm(dim=1), torch.ones(3, dtype=torch.float64))
    torch.testing.assert_close(fixed_directions(2)[:3], directions)
    assert fixed_directions(64).shape == (128, 64)
    # Thresholds were calibrated with these: the generator is specified to the bit.
    np.testing.assert_allclose(directions[0], [-0.8463705460245764, 0.5325944975514303], atol=1e-12)


def test_edges(generator: np.random.Generator) -> None:
    x = normal(generator, 6, 2)
    with pytest.raises(ValueError, match=r"directions must be \[n, 2\], not \(5, 3\)"):
        sliced_wasserstein(x, x, fixed_directions(3, 5))
    with pytest.raises(ValueError, match="1 or more"):
        fixed_directions(2, 0)
    with pytest.raises(ValueError, match="samples of 2 and of 1 dimensions"):
        sliced_wasserstein(x, x[:, :1])
    for bad in (math.nan, math.inf):
        assert math.isnan(sliced_wasserstein(x, x * bad))
