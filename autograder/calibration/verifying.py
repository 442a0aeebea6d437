"""How often calibrated limits are wrong about runs that they were not put there by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.calibration.gates import Question, Samples, judge_samples
from autograder.calibration.samples import Run, is_caught_outright, sample
from autograder.calibration.statistics import Rate
from autograder.calibration.trials import Kind, Measured, Trial
from autograder.records import Outcome
from autograder.testing import Threshold, Verdict


@dataclass(frozen=True)
class VerifiedThreshold:
    """One threshold over the runs of a verification.

    Attributes:
        threshold: its limits.
        samples: what was measured.
        catches: the mutants that it must catch.
    """

    threshold: Threshold
    samples: Samples
    catches: tuple[str, ...]

    @property
    def rates(self) -> tuple[Rate, Rate]:
        """False fails of right answers, and false passes of the mutants that are its to catch."""
        return judge_samples(self.threshold, self.samples, self.catches)


@dataclass(frozen=True)
class Verified:
    """One exercise over the runs of a verification.

    Attributes:
        exercise: its name.
        honest: right answers that did not get full marks.
        wrong: mutants that the test which they name did not catch.
        thresholds: each alone.
        mistakes: a sentence for each wrong run.
    """

    exercise: str
    honest: Rate
    wrong: Rate
    thresholds: tuple[VerifiedThreshold, ...]
    mistakes: tuple[str, ...]


def verify_exercise(
    exercise: str, runs: Sequence[Run], limits: Mapping[str, Threshold], catches: Mapping[str, Sequence[str]]
) -> Verified:
    """Judge runs by calibrated limits.

    Args:
        exercise: whose runs these are.
        runs: trials of right answers and mutants.
        limits: the thresholds of the exercise, by name.
        catches: the mutants that each of them must catch.
    """
    honest = [run for run in runs if run[0].kind is not Kind.MUTANT]
    wrong = [run for run in runs if run[0].kind is Kind.MUTANT]
    failed = [f"{_name(trial)} fails: {why}" for trial, measured in honest if (why := _fault_of(measured, limits))]
    passed = [
        f"{_name(trial)} passes {trial.caught_by}"
        for trial, measured in wrong
        if not is_caught(trial, measured, limits)
    ]
    thresholds = tuple(
        VerifiedThreshold(limit, sample(runs, _question(limit)), tuple(catches.get(name, ())))
        for name, limit in limits.items()
    )
    return Verified(
        exercise, Rate(len(failed), len(honest)), Rate(len(passed), len(wrong)), thresholds, (*failed, *passed)
    )


def is_caught(trial: Trial, measured: Measured, limits: Mapping[str, Threshold]) -> bool:
    """Whether the test that a mutant names gives it nothing."""
    if is_caught_outright(trial, measured):
        return True
    values = [(name, m.value) for test in measured.test(trial.caught_by) for name, m in test.measures.items()]
    return any(
        limits[name].judge(value) in (Verdict.FAIL, Verdict.TOO_GOOD) for name, value in values if name in limits
    )


def _fault_of(measured: Measured, limits: Mapping[str, Threshold]) -> str:
    """Why a right answer does not have full marks; empty if it has."""
    for test in measured.tests:
        if test.outcome is not Outcome.PASSED:
            return f"{test.test}: {test.message or test.outcome}"
        for name, measure in test.measures.items():
            if name not in limits:
                return f"{test.test}: {name} is not calibrated"
            if (verdict := limits[name].judge(measure.value)) is not Verdict.PASS:
                return f"{name} is {measure.value:.4g}: {verdict}"
    return ""


def _question(limit: Threshold) -> Question:
    return Question(
        limit.name, limit.exercise, limit.test, limit.direction, limit.too_good is not None, limit.half is not None
    )


def _name(trial: Trial) -> str:
    return f"{trial.label} of {trial.exercise} under {trial.salt}"
