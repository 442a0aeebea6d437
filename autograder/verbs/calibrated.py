"""What is calibrated and what has changed since; the result of the last verification, and the document about both."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.calibration import calibrated_exercises, read_limits
from autograder.calibration.document import render_document
from autograder.course import Course
from autograder.errors import CourseError
from autograder.lessons.write import write_atomically
from autograder.verbs.asked import find_measuring_tests, fingerprint_asked
from autograder.verbs.build import find_assignments

LIMITS = ("gate", "target", "half", "too_good")


def find_stale(course: Course, assignment: str) -> list[str]:
    """The exercises that ask something else than when they were calibrated, or never were.

    Raises:
        CourseError: if the assignment is not there, or has no grader.
        GraderError: if its grader's files cannot be read.
    """
    known = calibrated_exercises(course.grader_path(assignment))
    asking = find_measuring_tests(course, assignment)
    changed = [name for name in asking if known.get(name) != fingerprint_asked(course, assignment, name)]
    return changed + sorted(set(known) - set(asking))


def find_calibrated(course: Course) -> list[str]:
    """The assignments whose graders ask for thresholds."""
    found = []
    for assignment in find_assignments(course):
        try:
            if find_measuring_tests(course, assignment):
                found.append(assignment)
        except CourseError:  # a lesson may be written before its grader
            continue
    return found


def write_document(course: Course) -> Path:
    """Write ``docs/calibration.md``, and remove plots of thresholds that are no more."""
    wanted = {
        plot_path(course, name, threshold) for name in find_calibrated(course) for threshold in _limits(course, name)
    }
    for plot in set((course.root / "docs" / "calibration").glob("*.svg")) - wanted:
        plot.unlink()
    path = course.root / "docs" / "calibration.md"
    write_atomically(path, render_calibration(course).encode())
    return path


def render_calibration(course: Course) -> str:
    """The document about all limits and the last verification."""
    limits = {name: read_limits(course.grader_path(name)) for name in find_calibrated(course)}
    calibrated = {name: found for name, found in limits.items() if found["thresholds"]}
    return render_document(calibrated, read_result(course))


def _limits(course: Course, assignment: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = read_limits(course.grader_path(assignment))["thresholds"]
    return found


def result_path(course: Course) -> Path:
    """Where the result of the last verification stands."""
    return course.root / "benchmarks" / "results" / "calibration.json"


def read_result(course: Course) -> dict[str, Any]:
    """The last verification, without what it says of assignments that ask something else now."""
    path = result_path(course)
    if not path.is_file():
        return {}
    result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    there = set(find_calibrated(course))
    result["assignments"] = {
        name: entry
        for name, entry in result["assignments"].items()
        if name in there and not find_stale(course, name) and _is_of_these_limits(course, name, entry)
    }
    return result


def _is_of_these_limits(course: Course, assignment: str, entry: Mapping[str, Any]) -> bool:
    limits = read_limits(course.grader_path(assignment))
    found = {
        name: described["limits"] for exercise in entry.values() for name, described in exercise["thresholds"].items()
    }
    return found == {name: limits_of(threshold) for name, threshold in limits["thresholds"].items()}


def limits_of(entry: Mapping[str, Any]) -> dict[str, float]:
    """The limits alone of a threshold in ``thresholds.toml``."""
    return {name: entry[name] for name in LIMITS if name in entry}


def plot_path(course: Course, assignment: str, threshold: str) -> Path:
    """Where the plot of a threshold stands."""
    return course.root / "docs" / "calibration" / f"{assignment}-{threshold}.svg"
