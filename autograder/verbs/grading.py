"""Grade one submission, in whatever process this is, with a sandbox that stays open for the next one."""

from __future__ import annotations

import atexit
from dataclasses import dataclass, replace
from pathlib import Path

from nbformat import NotebookNode

from autograder.course import Course, find_course
from autograder.errors import CourseError, GraderError, HostError, SandboxEnded
from autograder.feedback import annotate, render_feedback
from autograder.judging import Grader, fingerprint_grader, fingerprint_submission
from autograder.lessons import dumps
from autograder.records import Outcome, Report, TestResult

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
    """

    course: Path
    assignment: str
    student: str
    notebook: Path
    fingerprint: str = ""


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


_graders: dict[tuple[Path, str], tuple[str, Grader]] = {}


def open_grader(course: Course, assignment: str) -> Grader:
    """This process's grader of an assignment, made anew where the assignment has changed.

    Raises:
        CourseError: if the assignment has no lesson, no grader, or was not built.
    """
    if not course.notebook_path("source", assignment).is_file():
        course.lesson_path(assignment)  # says so where there is no such assignment at all
        raise CourseError(f"{assignment} has not been built: run `autograder build {assignment}`")
    key, version = (course.root, assignment), fingerprint_grader(course, assignment)
    known = _graders.get(key)
    if known is None or known[0] != version:
        close_graders()
        _graders[key] = (version, Grader(course, assignment))
    return _graders[key][1]


def close_graders() -> None:
    """End this process's sandboxes."""
    while _graders:
        _, (_, grader) = _graders.popitem()
        grader.close()


atexit.register(close_graders)


def grade_task(task: Task) -> Graded:
    """Grade one submission; its notebook comes back as text, which travels well.

    Raises:
        AutograderError: for a fault of ours or of the grader.
    """
    graded = _grade(find_course(task.course), task)
    if not isinstance(graded.notebook, NotebookNode):
        return graded
    return replace(graded, notebook=dumps(graded.notebook))


def _grade(course: Course, task: Task) -> Graded:
    grader = open_grader(course, task.assignment)
    try:
        judged = grader.grade(task.notebook, task.student, fingerprint=task.fingerprint)
    except (HostError, OSError, SandboxEnded) as error:
        close_graders()  # a sandbox that failed once is not asked again
        if isinstance(error, HostError):
            raise
        raise HostError(f"grading {task.student} failed: {error}") from error
    annotated = annotate(judged.notebook, judged.report) if judged.notebook is not None else None
    page = render_feedback(annotated, judged.report, course.settings.title, images=grader.images)
    return Graded(judged.report, annotated, page)


# --- the reference solution --------------------------------------------------------------------------------------------


def reference_task(course: Course, assignment: str) -> Task:
    """The task of grading the course's own solution."""
    path = course.notebook_path("solutions", assignment)
    return Task(course.root, assignment, REFERENCE, path, fingerprint_grader(course, assignment))


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


_sound: set[tuple[Path, str]] = set()


def grade_submission(course: Course, assignment: str, student: str) -> Graded:
    """Grade what one student handed in; the reference first, once in a process for each version of the grader.

    Raises:
        GraderError: if the reference does not get full marks.
        AutograderError: for a fault of ours.
    """
    open_grader(course, assignment)
    reference = reference_task(course, assignment)
    if (course.root, reference.fingerprint) not in _sound:
        check_reference(_grade(course, reference).report)
        _sound.add((course.root, reference.fingerprint))
    return _grade(course, submission_task(course, assignment, student, reference.fingerprint))


def submission_task(course: Course, assignment: str, student: str, grader: str) -> Task:
    """The task of grading what one student handed in.

    Args:
        course: the course.
        assignment: what was handed in.
        student: who did.
        grader: from :func:`~autograder.judging.fingerprint_grader`.
    """
    path = course.submission_path(student, assignment)
    return Task(course.root, assignment, student, path, fingerprint_submission(path.parent, path.name, grader))
