"""Export the scores of an assignment, with what instructors graded by hand and what lateness cost."""

from __future__ import annotations

from pathlib import Path

from autograder.course import Course
from autograder.errors import CourseError
from autograder.export import LmsFormat, scores_table, write_csv, write_lms
from autograder.gradebook import read_penalties, read_scores
from autograder.verbs.reports import find_reports


def export_scores(
    course: Course, assignment: str, path: Path, *, layout: str = "csv"
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Write the scores of a class to a CSV file.

    Args:
        course: the course.
        assignment: whose scores.
        path: of the file.
        layout: ``csv`` for every exercise, ``canvas`` or ``moodle`` for what these import.

    Returns:
        The students that it holds, and those that were left out because their totals are not final.

    Raises:
        CourseError: if nothing is graded yet, there is no such layout, or the file cannot be written.
    """
    known = ["csv", *LmsFormat]
    if layout not in known:
        raise CourseError(f"there is no layout {layout!r}: it is one of {', '.join(known)}")
    reports = list(find_reports(course, assignment))
    if not reports:
        raise CourseError(f"nothing is graded for {assignment}: run `autograder grade {assignment}`")
    scores = read_scores(course, assignment)
    by_hand = {
        student: {name: score.manual for name, score in exercises.items() if score.manual is not None}
        for student, exercises in scores.items()
    }
    table = scores_table(reports, by_hand, read_penalties(course, assignment))
    left_out: tuple[str, ...] = ()
    try:
        if layout == "csv":
            write_csv(path, table)
        else:
            left_out = write_lms(path, table, assignment, layout)
    except OSError as error:
        raise CourseError(f"{path} cannot be written: {error.strerror}") from error
    return tuple(student for student in table.index if student not in left_out), left_out
