"""Numbers of a calibration, against SciPy's own and against cases worked by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from autograder.calibration.statistics import Distribution, Rate, clopper_pearson, round_between, round_towards


@pytest.mark.parametrize(("count", "runs"), [(0, 20), (1, 20), (20, 20), (3, 7), (0, 1), (50, 400)])
def test_bounds_are_those_of_scipy(count: int, runs: int) -> None:
    exact = binomtest(count, runs).proportion_ci(0.95, method="exact")
    assert clopper_pearson(count, runs) == pytest.approx((exact.low, exact.high), abs=1e-12)
    assert Rate(count, runs).bounds == clopper_pearson(count, runs)


def test_no_failure_in_n_runs_has_a_closed_form() -> None:
    assert clopper_pearson(0, 20)[1] == pytest.approx(1 - 0.025 ** (1 / 20))


def test_without_runs_nothing_is_known() -> None:
    assert Rate(0, 0).bounds == (0.0, 1.0)


def test_a_distribution() -> None:
    assert Distribution.of([1, 2, 3, 6]) == Distribution(4, 3.0, math.sqrt(14 / 3), 1.0, 6.0)
    assert Distribution.of([5.0]).sd == 0
    with pytest.raises(ValueError, match="nothing"):
        Distribution.of([])


@pytest.mark.parametrize(
    ("value", "up", "rounded"),
    [
        (0.023146, True, 0.0232), (0.023146, False, 0.0231), (-0.023146, True, -0.0231), (-0.023146, False, -0.0232),
        (1234.5, True, 1240.0), (1234.5, False, 1230.0), (0.0, True, 0.0), (7.0, True, 7.0), (7.0, False, 7.0),
        (9.996, True, 10.0), (0.1, False, 0.1), (0.99 - 0.08, False, 0.91),
    ],
)  # fmt: skip
def test_rounding_goes_one_way(value: float, up: bool, rounded: float) -> None:
    assert round_towards(value, 3, up=up) == rounded


@given(st.floats(-1e6, 1e6), st.booleans())
def test_rounding_never_goes_the_other_way_and_never_far(value: float, up: bool) -> None:
    rounded = round_towards(value, 3, up=up)
    slack = 1e-12 * abs(value)
    assert rounded >= value - slack if up else rounded <= value + slack
    assert abs(rounded - value) <= 0.0101 * abs(value)


def test_more_digits_where_three_would_leave_the_interval() -> None:
    assert round_between(0.123456, 0.12345, 0.1236, up=True) == 0.1235
    assert round_between(0.123456, 0.0, 1.0, up=True) == 0.124
    assert round_between(1 / 3, 1 / 3, 1 / 3, up=True) == 1 / 3
