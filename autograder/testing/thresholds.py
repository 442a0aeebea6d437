"""Calibrated limits on what a hidden test measures: read from a grader's ``thresholds.toml``, and asked for a verdict.

``autograder calibrate`` writes that file and is the only one to do so. A grader without it can be calibrated, and cannot grade.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from autograder.errors import GraderError

FILE_NAME = "thresholds.toml"
Direction = Literal["below", "above"]


class Verdict(StrEnum):
    """What a measured value is worth: nothing, half, all, or nothing because it is better than an honest model can be."""

    FAIL = "fail"
    HALF = "half"
    PASS = "pass"
    TOO_GOOD = "too good"


@dataclass(frozen=True)
class Threshold:
    """One calibrated limit.

    Attributes:
        name: what it is called in the grader, e.g. ``reconstruction_mse``.
        direction: ``below`` where less is better, ``above`` where more is.
        gate: the worst value that has full marks.
        target: stricter than the gate: what learners are told to reach.
        half: the worst value that has half marks; None without tiers.
        too_good: a value beyond it is a leak; None where nothing is too good.
        exercise: whose points depend on it.
        test: the test that measures it.
    """

    name: str
    direction: Direction
    gate: float
    target: float
    half: float | None = None
    too_good: float | None = None
    exercise: str = ""
    test: str = ""

    def __post_init__(self) -> None:
        limits = [self.too_good, self.target, self.gate, self.half]
        given = [self._badness(limit) for limit in limits if limit is not None]
        if self.direction not in ("below", "above"):
            raise GraderError(f"the threshold {self.name} has the direction {self.direction!r}: it is below or above")
        if not all(map(math.isfinite, given)) or given != sorted(given):
            raise GraderError(f"the limits of the threshold {self.name} are not in order, from too good to half marks")

    def _badness(self, value: float) -> float:
        return value if self.direction == "below" else -value

    def judge(self, value: float) -> Verdict:
        """What a value is worth; NaN and infinities are worth nothing, whichever their sign."""
        badness = self._badness(value)
        if not math.isfinite(value):
            return Verdict.FAIL
        if self.too_good is not None and badness < self._badness(self.too_good):
            return Verdict.TOO_GOOD
        if badness <= self._badness(self.gate):
            return Verdict.PASS
        return Verdict.HALF if self.half is not None and badness <= self._badness(self.half) else Verdict.FAIL

    @property
    def target_text(self) -> str:
        """The target as learners read it: ``at most 0.0231``."""
        return f"{'at most' if self.direction == 'below' else 'at least'} {self.target_number}"

    @property
    def target_number(self) -> str:
        """The target alone: ``0.0231``."""
        return f"{self.target:.6g}"


@dataclass(frozen=True)
class Judgement:
    """What a threshold said about one value.

    Attributes:
        verdict: what it is worth.
        threshold: the limit that said so; None where values are only recorded.
    """

    verdict: Verdict
    threshold: Threshold | None = None


class Thresholds:
    """The thresholds of one grader.

    Args:
        limits: by name.
        recording: let every value pass, so that a test measures all that it can; for calibration.
        where: the file that they come from, for messages.
    """

    def __init__(self, limits: Mapping[str, Threshold], *, recording: bool = False, where: str = FILE_NAME) -> None:
        self.limits: Mapping[str, Threshold] = MappingProxyType(dict(limits))
        self.recording, self.where = recording, where

    @classmethod
    def load(cls, folder: Path, *, recording: bool = False) -> Thresholds:
        """Those of the grader in a folder; none if it has not been calibrated.

        Raises:
            GraderError: if the file is damaged.
        """
        path = folder / FILE_NAME
        return cls(read_thresholds(path) if path.is_file() else {}, recording=recording, where=str(path))

    def judge(
        self, name: str, value: float, direction: Direction, *, two_sided: bool = False, tiers: bool = False
    ) -> Judgement:
        """What a measured value is worth.

        Args:
            name: of the threshold.
            value: what was measured.
            direction: ``below`` where less is better.
            two_sided: whether a value can be too good.
            tiers: whether there are half marks.

        Raises:
            GraderError: if the threshold was not calibrated, or for another kind of question.
        """
        if self.recording:
            return Judgement(Verdict.PASS)
        limit = self.limits.get(name)
        if limit is None:
            raise GraderError(f"the threshold {name} is not in {self.where}: run `autograder calibrate`")
        kind = (limit.direction, limit.too_good is not None, limit.half is not None)
        if kind != (direction, two_sided, tiers):
            raise GraderError(f"the threshold {name} was calibrated for another question: run `autograder calibrate`")
        return Judgement(limit.judge(value), limit)


def read_thresholds(path: Path) -> dict[str, Threshold]:
    """Read the limits of a ``thresholds.toml``, by name.

    Raises:
        GraderError: if it is not one.
    """
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("thresholds", {})
        return {name: _read(name, entry) for name, entry in entries.items()}
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
    ) as error:  # ValueError: not TOML, not UTF-8, no number
        raise GraderError(f"{path}: {error}") from error


def _read(name: str, entry: Mapping[str, Any]) -> Threshold:
    def optional(key: str) -> float | None:
        return float(entry[key]) if key in entry else None

    return Threshold(
        name,
        entry["direction"],
        float(entry["gate"]),
        float(entry["target"]),
        optional("half"),
        optional("too_good"),
        str(entry["exercise"]),
        str(entry["test"]),
    )
