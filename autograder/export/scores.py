"""The scores of a class as a data frame: students by exercises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import isnan, nan

import pandas as pd  # type: ignore[import-untyped]  # pandas ships no annotations

from autograder.records import ExerciseResult, Report, Status

HandScores = Mapping[str, Mapping[str, float]]


def scores_table(
    reports: Iterable[Report],
    hand_scores: HandScores | None = None,
    penalties: Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """The scores of one assignment.

    Points that nobody has given yet are NaN, never zero: an answer that awaits a mark, and all of a submission that our
    own machinery failed to grade. A notebook that is missing or cannot be read scores zero, as does an empty answer.

    Args:
        reports: one for each student, all of one assignment.
        hand_scores: points given by hand, by student and exercise; they replace what tests gave.
        penalties: points taken off for handing in late, by student.

    Returns:
        One row for each student, sorted (the index, ``student``), with a column for each exercise in the assignment's
        order, then ``total`` (never below zero), ``out_of``, ``penalty``, ``awaiting`` (exercises without a mark), and
        ``status``.

    Raises:
        ValueError: if the reports are of several assignments, or a student has several.
    """
    ordered = sorted(reports, key=lambda report: report.student)
    if len({report.assignment for report in ordered}) > 1:
        raise ValueError("a table of scores holds one assignment: these reports are of several")
    if len({report.student for report in ordered}) < len(ordered):
        raise ValueError("a table of scores holds one report for each student: one of them has several")
    exercises = _exercises(ordered)
    rows = [
        _row(report, exercises, (hand_scores or {}).get(report.student, {}), (penalties or {}).get(report.student, 0.0))
        for report in ordered
    ]
    columns = [*exercises, "total", "out_of", "penalty", "awaiting", "status"]
    index = pd.Index([report.student for report in ordered], name="student", dtype=object)
    return pd.DataFrame([[row[column] for column in columns] for row in rows], index=index, columns=columns)


def _exercises(reports: Iterable[Report]) -> dict[str, ExerciseResult]:
    """All exercises, in the order of the first report that has them: an unreadable submission may have none."""
    found: dict[str, ExerciseResult] = {}
    for report in reports:
        for result in report.exercises:
            found.setdefault(result.exercise, result)
    return found


def _row(
    report: Report, exercises: Mapping[str, ExerciseResult], by_hand: Mapping[str, float], penalty: float
) -> dict[str, float | int | str]:
    results = {result.exercise: result for result in report.exercises}
    scores = {name: _score(report.status, results.get(name), by_hand.get(name)) for name in exercises}
    given = [score for score in scores.values() if not isnan(score)]
    is_graded = report.status is not Status.UNGRADED
    return {
        **scores,
        "total": max(sum(given) - penalty, 0.0) if is_graded else nan,
        "out_of": sum(result.points for result in exercises.values()),
        "penalty": penalty,
        "awaiting": len(scores) - len(given) if is_graded else 0,
        "status": report.status.value,
    }


def _score(status: Status, result: ExerciseResult | None, by_hand: float | None) -> float:
    if status is Status.UNGRADED:
        return nan
    if by_hand is not None:
        return by_hand
    if result is None or status is not Status.GRADED:
        return 0.0
    return nan if result.manual and result.attempted else result.earned
