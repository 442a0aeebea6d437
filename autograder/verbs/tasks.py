"""What is asked of a worker and what comes back. Light to import: the process that only hands tasks out needs no torch."""

from __future__ import annotations

import hashlib
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

import autograder
from autograder.course import Course, Limits
from autograder.errors import CourseError, GraderError
from autograder.records import Outcome, Report, TestResult
from autograder.sandbox.devices import Device
from autograder.submitted import read_submitted

REFERENCE = "reference solution"


@dataclass(frozen=True)
class Task:
    """One submission to grade; small, for it travels to a worker.

    Attributes:
        course: the course's folder.
        assignment: what was handed in.
        student: who did.
        notebook: where it stands.
        fingerprint: of everything that its outcome depends on.
        grader: the fingerprint of all of that but the submission; empty for the reference, which has no other.
        device: where its models are trained.
        anew: run all of it, whatever its transcript knows.
    """

    course: Path
    assignment: str
    student: str
    notebook: Path
    fingerprint: str = ""
    grader: str = ""
    device: Device = "cpu"
    anew: bool = False


@dataclass(frozen=True)
class Graded:
    """One graded submission, ready to be written.

    Attributes:
        report: the outcome.
        notebook: the annotated notebook, as a file's text where it comes from a worker; None where there was none to read.
        feedback: the student's page.
    """

    report: Report
    notebook: NotebookNode | str | None
    feedback: str


def run_task(task: Task) -> Graded:
    """Grade one submission in this process, which loads the engine now if it has not yet.

    Raises:
        AutograderError: for a fault of ours or of the grader.
    """
    from autograder.verbs.grading import grade_task

    return grade_task(task)


def close_sandboxes() -> None:
    """End this process's sandboxes, if it has any."""
    if grading := sys.modules.get("autograder.verbs.grading"):
        grading.close_graders()


def reference_task(course: Course, assignment: str, device: Device = "cpu", *, anew: bool = False) -> Task:
    """The task of grading the course's own solution."""
    path = course.notebook_path("solutions", assignment)
    return Task(course.root, assignment, REFERENCE, path, fingerprint_grader(course, assignment), "", device, anew)


def submission_task(
    course: Course, assignment: str, student: str, grader: str, device: Device = "cpu", *, anew: bool = False
) -> Task:
    """The task of grading what one student handed in.

    Args:
        course: the course.
        assignment: what was handed in.
        student: who did.
        grader: from :func:`fingerprint_grader`.
        device: where models are trained.
        anew: run all of it.
    """
    path = course.submission_path(student, assignment)
    fingerprint = fingerprint_submission(path.parent, path.name, grader, course.settings.limits.notebook_bytes)
    return Task(course.root, assignment, student, path, fingerprint, grader, device, anew)


def require_built(course: Course, assignment: str) -> None:
    """The assignment must have been built.

    Raises:
        CourseError: if it was not, or there is no such assignment.
    """
    if not course.notebook_path("source", assignment).is_file():
        course.lesson_path(assignment)  # says so where there is no such assignment at all
        raise CourseError(f"{assignment} has not been built: run `autograder build {assignment}`")


def check_reference(report: Report) -> None:
    """The reference solution must have full marks, or nothing may be graded with this grader.

    Raises:
        GraderError: naming what it did not pass.
    """
    if report.has_full_marks:
        return
    failing = [t for e in report.exercises for t in e.tests if t.outcome is not Outcome.PASSED]
    named = "; ".join(f"{t.test}: {_fault_of(t)}" for t in failing[:5])
    raise GraderError(
        f"the reference solution of {report.assignment} gets {report.earned:g} of {report.points:g} points, "
        f"so nothing is graded: {named or report.reason}"
    )


def _fault_of(test: TestResult) -> str:
    """What an author needs to know: the grader's own exception where there is one."""
    return test.detail.strip().rpartition("\n")[2] if test.unexpected else test.message or test.outcome


def fingerprint_grader(course: Course, assignment: str) -> str:
    """The hash of everything but the submission that an outcome depends on.

    That is the built source, the hidden tests, the engine's version, the course's limits and its salt.
    """
    digest = hashlib.sha256(autograder.__version__.encode())
    digest.update(course.settings.limits.model_dump_json().encode())
    digest.update(hashlib.sha256(course.settings.salt.encode()).digest())
    digest.update(b"%d" % course.settings.asks_all_the_same)
    digest.update(course.notebook_path("source", assignment).read_bytes())
    for path in sorted(course.grader_path(assignment).glob("*")):
        if path.is_file():
            digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:24]


def watch_grader(course: Course, assignment: str) -> Callable[[], None]:
    """A check to be made before something is kept under the name of the grader as it is now.

    Returns:
        What raises a :class:`~autograder.errors.GraderError` once an outcome depends on something else.
    """
    known = fingerprint_grader(course, assignment)

    def require_unchanged() -> None:
        if fingerprint_grader(course, assignment) != known:
            raise GraderError(
                f"the grader of {assignment}, or its notebook, changed while it was asked: run this again; "
                "what was found before the change is kept"
            )

    return require_unchanged


def fingerprint_submission(folder: Path, name: str, grader: str, most_bytes: int = Limits().notebook_bytes) -> str:
    """The hash of one submission under one grader.

    Args:
        folder: of the submission.
        name: of the notebook in it.
        grader: from :func:`fingerprint_grader`.
        most_bytes: of a notebook that is read; of a larger one only its size counts.
    """
    digest = hashlib.sha256(grader.encode())
    for file in (folder / name, folder / "timestamp.txt"):
        content = read_submitted(file, most_bytes)
        digest.update(_size_of(file) if content is None else hashlib.sha256(content).digest())
    return digest.hexdigest()[:24]


def _size_of(file: Path) -> bytes:
    """What counts of a file that is too large to be read; whatever is no file is as good as absent."""
    try:
        status = file.lstat()
    except (OSError, ValueError):
        return b"absent"
    return b"%d bytes" % status.st_size if stat.S_ISREG(status.st_mode) else b"absent"
