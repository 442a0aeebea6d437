"""Check one's own notebook against the hidden graders: no gradebook, no isolation."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from autograder.course import Course
from autograder.errors import CourseError, SubmissionError
from autograder.judging import Grader
from autograder.lessons import assignment_of, exercises_of, read_built, read_submission
from autograder.records import Report, Status
from autograder.sandbox.devices import choose_device
from autograder.verbs.tasks import require_built


def check_notebook(course: Course, notebook: Path, *, exercises: Sequence[str] = (), device: str = "cpu") -> Report:
    """Grade a notebook of one's own.

    The code runs as oneself, without isolation: it is one's own code, and could do nothing here that it could not do in
    JupyterLab anyway.

    Args:
        course: the course.
        notebook: the notebook.
        exercises: only these; all if empty.
        device: where models are trained: ``cpu``, ``cuda``, or ``auto`` for a GPU where one can be used.

    Raises:
        SubmissionError: if it cannot be read.
        CourseError: if it is no notebook of this course, or has no such exercise.
    """
    if not notebook.is_file():
        raise SubmissionError(f"there is no notebook {notebook}")
    assignment = assignment_of(read_submission(notebook, course.settings.limits)) or notebook.stem
    require_built(course, assignment)
    known = [exercise.name for exercise in exercises_of(read_built(course.notebook_path("source", assignment)))]
    if unknown := sorted(set(exercises) - set(known)):
        raise CourseError(f"{assignment} has no exercise {', '.join(unknown)}; it has {', '.join(known)}")
    with Grader(course, assignment, isolated=False, device=choose_device(device)) as grader:
        judged = grader.grade(notebook, "you", only=frozenset(exercises) or None)
    if judged.report.status is not Status.GRADED:
        raise SubmissionError(judged.report.reason)
    return judged.report
