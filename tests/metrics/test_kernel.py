"""The kernel distance: against torchmetrics and sums by hand; it is unbiased."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torchmetrics.image.kid import poly_mmd

from autograder.metrics import kernel_distance


def normal(generator: np.random.Generator, *shape: int) -> torch.Tensor:
    return torch.from_numpy(generator.standard_normal(shape))


def test_it_is_torchmetrics(generator: np.random.Generator) -> None:
    x, y = normal(generator, 50, 6), 1.3 * normal(generator, 50, 6) + 0.2
    assert kernel_distance(x, y) == pytest.approx(float(poly_mmd(x, y)), rel=1e-9)


def test_it_is_a_sum_over_pairs(generator: np.random.Generator) -> None:
    x, y = normal(generator, 5, 3).tolist(), normal(generator, 7, 3).tolist()

    def kernel(a: list[float], b: list[float]) -> float:
        return (sum(p * q for p, q in zip(a, b, strict=True)) / 3 + 1) ** 3

    def within(points: list[list[float]]) -> float:
        n = len(points)
        return sum(kernel(points[i], points[j]) for i in range(n) for j in range(n) if i != j) / (n * (n - 1))

    across = sum(kernel(a, b) for a in x for b in y) / 35
    assert kernel_distance(torch.tensor(x), torch.tensor(y)) == pytest.approx(
        within(x) + within(y) - 2 * across, rel=1e-5
    )


def test_it_is_zero_on_average_for_one_distribution_and_sometimes_negative(generator: np.random.Generator) -> None:
    found = [kernel_distance(normal(generator, 20, 4), normal(generator, 30, 4)) for _ in range(400)]
    assert abs(np.mean(found)) < 4 * np.std(found) / 20
    assert min(found) < 0


def test_it_has_its_expectation_at_any_sample_size(generator: np.random.Generator) -> None:
    """In one dimension with mean m: E k = 1 + 3 m m' + 3 E(a^2)E(b^2) + E(a^3)E(b^3), term by term of (ab + 1)^3."""
    m = 0.5
    squares, cubes = 1 + m**2, 3 * m + m**3
    across = 1 + 0 + 3 * squares * 1 + 0
    expected = (1 + 3 * m**2 + 3 * squares**2 + cubes**2) + (1 + 3) - 2 * across
    for n in (5, 50):
        found = [kernel_distance(m + normal(generator, n, 1), normal(generator, n, 1)) for _ in range(3000)]
        assert abs(np.mean(found) - expected) < 4 * np.std(found) / math.sqrt(3000)


def test_edges(generator: np.random.Generator) -> None:
    x = normal(generator, 5, 3)
    with pytest.raises(ValueError, match="at least 2 of them are needed, not 1"):
        kernel_distance(x, x[:1])
    with pytest.raises(ValueError, match="samples of 3 and of 2 dimensions"):
        kernel_distance(x, x[:, :2])
    assert math.isnan(kernel_distance(x, x + math.inf))
