"""From a report to what the gradebook shall hold: pure functions, and the only place where scores are checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.errors import GradebookError
from autograder.records import ExerciseResult, Report, Status

NO_RESPONSE = "No response."  # nbgrader's own words for an untouched answer cell
ANSWER_SUFFIX = "-answer"


@dataclass(frozen=True)
class Projection:
    """What the autograder says about one submission, as the gradebook keeps it.

    Attributes:
        auto_scores: for each grade cell; None where a person must give the points.
        auto_comments: for each solution cell.
    """

    auto_scores: Mapping[str, float | None]
    auto_comments: Mapping[str, str | None]


def project(report: Report, max_scores: Mapping[str, float], solution_cells: Mapping[str, str]) -> Projection:
    """Turn a report into automatic scores and comments.

    A submission that is missing or unreadable earns zero everywhere, as in nbgrader a notebook that was not handed in.

    Args:
        report: of one submission.
        max_scores: of each grade cell in the gradebook.
        solution_cells: names (and ids) of the solution cells in the gradebook.

    Raises:
        GradebookError: if the report is not about the same exercises and points, or holds a score that is no number.
    """
    if report.status in (Status.MISSING, Status.UNREADABLE):
        return Projection(dict.fromkeys(max_scores, 0.0), dict.fromkeys(solution_cells, NO_RESPONSE))
    results = {result.exercise: result for result in report.exercises}
    _check_same_exercises(report, results, max_scores)
    comments = {name: _auto_comment(results.get(_exercise_of(name, results))) for name in solution_cells}
    return Projection({name: _auto_score(report, results[name], most) for name, most in max_scores.items()}, comments)


def needs_manual_grade(auto_score: float | None, manual_score: float | None) -> bool:
    """Whether a person must look, by nbgrader's rule: nobody gave a score yet, or a manual one may be out of date."""
    return auto_score is None or manual_score is not None


def total_score(auto_score: float | None, manual_score: float | None, extra_credit: float | None) -> float:
    """A grade's score as nbgrader computes it: the manual score goes before the automatic one; extra credit adds."""
    base = manual_score if manual_score is not None else auto_score
    return 0.0 if base is None else base + (extra_credit or 0.0)


def _auto_score(report: Report, result: ExerciseResult, max_score: float) -> float | None:
    if result.manual:
        return None if result.attempted else 0.0
    if not isinstance(result.earned, int | float) or not math.isfinite(result.earned):
        where = f"{report.student}, {report.assignment}, {result.exercise}"
        raise GradebookError(f"{where}: {result.earned!r} is no score; nothing was written")
    return min(max(float(result.earned), 0.0), max_score)


def _auto_comment(result: ExerciseResult | None) -> str | None:
    return NO_RESPONSE if result is not None and not result.attempted else None


def _exercise_of(cell: str, results: Mapping[str, ExerciseResult]) -> str:
    return cell if cell in results else cell.removesuffix(ANSWER_SUFFIX)


def _check_same_exercises(
    report: Report, results: Mapping[str, ExerciseResult], max_scores: Mapping[str, float]
) -> None:
    worth = {name: result.points for name, result in results.items()}
    differing = sorted(
        name
        for name in worth.keys() | max_scores.keys()
        if name not in worth or name not in max_scores or not math.isclose(worth[name], max_scores[name])
    )
    if differing:
        raise GradebookError(
            f"{report.student}, {report.assignment}: the report and the gradebook differ about {', '.join(differing)}: "
            "the assignment changed since it was graded, so grade it again"
        )
