"""Mode coverage: against the chi distribution and by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.stats
import torch

from autograder.metrics import mode_coverage

CENTRES = torch.tensor([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]], dtype=torch.float64)


def test_of_true_samples_the_share_is_that_of_the_chi_distribution(generator: np.random.Generator) -> None:
    n = 30_000
    samples = CENTRES.repeat(n // 3, 1) + 0.1 * torch.from_numpy(generator.standard_normal((n, 2)))
    for within in (1.0, 2.0, 3.0):
        modes, share = mode_coverage(samples, CENTRES, 0.1, within)
        expected = scipy.stats.chi(2).cdf(within)
        assert modes == 3
        assert abs(share - expected) < 4 * math.sqrt(expected * (1 - expected) / n)


def test_by_hand() -> None:
    samples = torch.tensor([[0.0, 0.29], [0.0, 0.31], [10.1, 0.0], [5.0, 5.0]])
    assert mode_coverage(samples, CENTRES, 0.1) == (2, 0.5)
    assert mode_coverage(samples, CENTRES, 0.1, least=2) == (0, 0.5)
    assert mode_coverage(samples, CENTRES, 0.2, least=2) == (1, 0.75)


def test_a_sample_counts_for_its_nearest_mode_only() -> None:
    assert mode_coverage(torch.tensor([[4.0, 0.0]]), CENTRES, 5.0) == (1, 1.0)


def test_what_is_not_finite_lies_nowhere() -> None:
    broken = torch.tensor([[math.nan, 0.0], [math.inf, 0.0], [0.0, 0.0]])
    assert mode_coverage(broken, CENTRES, 0.1) == (1, pytest.approx(1 / 3))
    assert mode_coverage(broken[:2], CENTRES, 0.1) == (0, 0.0)


def test_slips_are_named() -> None:
    with pytest.raises(ValueError, match="samples of 3 and of 2 dimensions"):
        mode_coverage(torch.zeros(4, 3), CENTRES, 0.1)
    with pytest.raises(ValueError, match="sigma must be positive"):
        mode_coverage(torch.zeros(4, 2), CENTRES, 0.0)
