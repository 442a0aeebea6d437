"""What a calibration says in numbers: distributions, rates with exact bounds, and rounding that errs on the safe side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

DIGITS = 3
MOST_DIGITS = 15
ROUNDING = 1e-13


@dataclass(frozen=True)
class Distribution:
    """Values of one measured quantity over seeds.

    Attributes:
        runs: how many values.
        mean: their mean.
        sd: their standard deviation, with Bessel's correction; 0 for a single one.
        min: the smallest.
        max: the largest.
    """

    runs: int
    mean: float
    sd: float
    min: float
    max: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Distribution:
        """Summarise values, at least one.

        Raises:
            ValueError: if there is none.
        """
        if not values:
            raise ValueError("a distribution of nothing")
        x = np.asarray(values, dtype=np.float64)
        sd = float(x.std(ddof=1)) if len(x) > 1 else 0.0
        return cls(len(x), float(x.mean()), sd, float(x.min()), float(x.max()))


@dataclass(frozen=True)
class Rate:
    """How often something happened, and what that says about how often it does.

    Attributes:
        count: how often it happened.
        runs: how often it could have.
    """

    count: int
    runs: int

    @property
    def bounds(self) -> tuple[float, float]:
        """The exact two-sided 95% interval of the probability (Clopper & Pearson 1934, through beta quantiles)."""
        return clopper_pearson(self.count, self.runs)


def clopper_pearson(count: int, runs: int, confidence: float = 0.95) -> tuple[float, float]:
    """The exact interval of a binomial probability.

    Args:
        count: successes, 0 to ``runs``.
        runs: trials; with none of them nothing is known, and the interval is all of ``[0, 1]``.
        confidence: of the interval, each side having half of the rest.

    Source: Clopper & Pearson (1934), "The use of confidence or fiducial limits illustrated in the case of the binomial".
    """
    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(betaincinv(count, runs - count + 1, tail))
    high = 1.0 if count == runs else float(betaincinv(count + 1, runs - count, 1 - tail))
    return low, high


def round_between(value: float, low: float, high: float, *, up: bool) -> float:
    """Round to three significant digits in a chosen direction, or to as few more as keep it inside an interval.

    Args:
        value: inside the interval.
        low: what the result must not go below.
        high: what it must not go above.
        up: towards plus infinity, else towards minus infinity.

    Returns:
        The rounded value; the value itself where no number of digits keeps it inside.
    """
    for digits in range(DIGITS, MOST_DIGITS + 1):
        rounded = round_towards(value, digits, up=up)
        if low <= rounded <= high:
            return rounded
    return value


def round_towards(value: float, digits: int, *, up: bool) -> float:
    """Round to so many significant digits, towards plus infinity or towards minus infinity."""
    if value == 0 or not math.isfinite(value):
        return value
    places = digits - 1 - math.floor(math.log10(abs(value)))
    nearest = round(value, places)
    if math.isclose(nearest, value, rel_tol=ROUNDING):
        return nearest  # 0.91 that arithmetic left a little short of 0.91
    if (nearest >= value) if up else (nearest <= value):
        return nearest
    step = 10.0**-places
    return round(nearest + (step if up else -step), places)
