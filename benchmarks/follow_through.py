"""``python -m benchmarks.follow_through``: what wrong early answers cost a class, with and without following them through.

The class has a student for each hand-written mutant of an exercise that later ones need: that one answer is wrong, everything
else is the reference, which uses the wrong answer wherever the lesson says so. Each is graded twice, as the engine does and
with the second question left out. Counted are the points lost in exercises that were answered rightly: they should be none.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

from autograder.course import Course, find_course
from autograder.judging import Grader
from autograder.lessons import Exercise, all_needs, dumps, exercises_of, read_built, substitute
from autograder.records import Report
from autograder.testing import load_variants
from benchmarks.figures import ROOT, check_measured, describe_run, publish

TARGET = "bench-follow-through"
ASSIGNMENTS = ("00_01_linear_algebra", "02_09_gan_evaluation")
KINDS = ("students", "hit", "own", "beyond_without", "beyond_with")
NOTES = (
    "hit: students whose later answers suffer. own: points lost in the exercise that was answered wrongly. beyond: points "
    "lost in later exercises that build on it and were answered rightly: with, as the engine grades; without, with the "
    "second question left out.",
    "One student for each hand-written mutant of an exercise that others need; asked are that exercise and what builds on it.",
)


def find_dependents(name: str, exercises: Sequence[Exercise]) -> list[str]:
    """The exercises that build on one, directly or through others, in their order."""
    coding = (exercise.name for exercise in exercises if not exercise.manual)
    return [other for other in coding if name in all_needs(other, exercises)]


def lost(report: Report, names: Iterable[str]) -> float:
    """The points that some exercises did not get."""
    chosen = set(names)
    return sum(each.points - each.earned for each in report.exercises if each.exercise in chosen)


def measure(course: Course, assignment: str, folder: Path) -> dict[str, Any]:
    """What the class of one assignment loses.

    Args:
        course: the course.
        assignment: one whose exercises need each other.
        folder: for the students' notebooks.
    """
    solved = read_built(course.notebook_path("solutions", assignment))
    exercises = exercises_of(solved)
    totals = dict.fromkeys(KINDS, 0.0)
    path = folder / "notebook.ipynb"
    with Grader(course, assignment, isolated=False) as grader:
        for mutant in load_variants(course.grader_path(assignment) / "mutants"):
            later = find_dependents(mutant.exercise, exercises)
            if not later:
                continue
            path.write_text(dumps(substitute(solved, mutant.exercise, mutant.source)), encoding="utf-8")
            only = frozenset({mutant.exercise, *later})
            followed = grader.grade(path, mutant.name, only=only).report
            with patch("autograder.judging.grader.find_follow_through", return_value={}):
                plain = grader.grade(path, mutant.name, only=only).report
            beyond = lost(plain, later)
            losses = (1, beyond > 0, lost(followed, [mutant.exercise]), beyond, lost(followed, later))
            totals = {kind: totals[kind] + loss for kind, loss in zip(KINDS, losses, strict=True)}
            sys.stderr.write(f"{assignment} {mutant.name}: {lost(followed, later):g} of {beyond:g}\n")
    return {kind: round(total, 2) for kind, total in totals.items()}


def summarise(found: Mapping[str, Mapping[str, float]]) -> dict[str, Any]:
    """All assignments together."""
    together = {name: round(sum(each[name] for each in found.values()), 2) for name in next(iter(found.values()))}
    return {**together, "assignments": dict(found)}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and publish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assignments", nargs="*", default=list(ASSIGNMENTS))
    chosen = parser.parse_args(arguments)
    check_measured()
    course = find_course(ROOT)
    with tempfile.TemporaryDirectory(prefix="bench-follow-through-") as folder:
        found = {assignment: measure(course, assignment, Path(folder)) for assignment in chosen.assignments}
    publish(TARGET, {**summarise(found), "notes": NOTES, **describe_run("torch", "pytest")})


if __name__ == "__main__":
    main()
