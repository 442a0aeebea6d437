"""Grade a class: find what was handed in, grade what changed, write each result as soon as it is there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.course import Course
from autograder.errors import AutograderError, CourseError, GraderError
from autograder.gradebook import GradebookWriter
from autograder.lessons import read_built
from autograder.records import Report, Status
from autograder.verbs.grading import (
    Graded,
    Task,
    check_reference,
    close_graders,
    grade_submission,
    grade_task,
    reference_task,
    submission_task,
)
from autograder.verbs.reports import read_report, report_path, save_report
from autograder.workers import Done, open_executor, run_all

TRIES = 2

__all__ = ["Progress", "find_students", "grade_class", "grade_submission", "save_report"]


@dataclass(frozen=True)
class Progress:
    """One submission of the class is settled.

    Attributes:
        total: submissions of this run.
        settled: of them, so far.
        report: of the one that was settled just now.
        was_skipped: it had been graded before and nothing has changed since.
    """

    total: int
    settled: int
    report: Report
    was_skipped: bool = False


def find_students(course: Course, assignment: str) -> list[str]:
    """Who handed something in: the folders ``submitted/<student>/<assignment>``."""
    return sorted(folder.parent.name for folder in course.root.glob(f"submitted/*/{assignment}") if folder.is_dir())


def grade_class(
    course: Course, assignment: str, *, students: Sequence[str] = (), workers: int | None = None, force: bool = False
) -> Iterator[Progress]:
    """Grade what a class handed in.

    Args:
        course: the course.
        assignment: whose submissions.
        students: only theirs; everybody's if empty.
        workers: how many processes; one for each core if None.
        force: also what has not changed.

    Yields:
        One :class:`Progress` for each submission, as soon as it is written. A report with status ``UNGRADED`` is a fault of
        ours: nothing was written for it, and it will be tried again by the next run.

    Raises:
        CourseError: if the assignment is not there, or a student named has handed nothing in.
        GraderError: if the reference solution does not get full marks; nothing has been written then.
        GradebookError: if the gradebook cannot be written.
    """
    source = _read_source(course, assignment)
    reference = reference_task(course, assignment)
    wanted = _choose_students(course, assignment, students)
    tasks = [submission_task(course, assignment, student, reference.fingerprint) for student in wanted]
    with GradebookWriter(course) as gradebook:
        gradebook.prepare(assignment, source)
        settled = 0
        unsettled: list[Task] = []
        for task in tasks:
            known = None if force else _find_settled(course, gradebook, task)
            if known is None:
                unsettled.append(task)
            else:
                settled += 1
                yield Progress(len(tasks), settled, known, was_skipped=True)
        for graded in _grade_all(reference, unsettled, workers or os.cpu_count() or 1):
            settled += 1
            _write(course, gradebook, graded)
            yield Progress(len(tasks), settled, graded.report)


def _read_source(course: Course, assignment: str) -> NotebookNode:
    path = course.notebook_path("source", assignment)
    if not path.is_file():
        course.lesson_path(assignment)
        raise CourseError(f"{assignment} has not been built: run `autograder build {assignment}`")
    return read_built(path)


def _choose_students(course: Course, assignment: str, students: Sequence[str]) -> list[str]:
    present = find_students(course, assignment)
    if absent := sorted(set(students) - set(present)):
        raise CourseError(f"nothing was handed in for {assignment} by {', '.join(absent)}")
    return list(dict.fromkeys(students)) or present


def _find_settled(course: Course, gradebook: GradebookWriter, task: Task) -> Report | None:
    """The report of a submission that is graded, written, and unchanged since."""
    report = read_report(report_path(course, task.assignment, task.student))
    if report is None or report.fingerprint != task.fingerprint or report.status is Status.UNGRADED:
        return None
    return report if gradebook.is_written(report) else None


def _grade_all(reference: Task, tasks: list[Task], workers: int) -> Iterator[Graded]:
    """Grade the reference and then the tasks; nothing is yielded before the reference has full marks."""
    if not tasks:
        return
    workers = min(workers, len(tasks))
    held: list[Graded] = []
    is_sound = False
    with open_executor(workers, preload="autograder.verbs.grading") as executor:
        try:
            for done in run_all(executor, grade_task, [reference, *tasks], workers):
                if done.task is reference:
                    check_reference(_result_of(done).report)
                    is_sound = True
                    yield from held
                    continue
                graded = _settle(done)
                if is_sound:
                    yield graded
                else:
                    held.append(graded)
        finally:
            close_graders()


def _result_of(done: Done[Task, Graded]) -> Graded:
    if done.error is not None:
        raise done.error
    assert done.result is not None
    return done.result


def _settle(done: Done[Task, Graded]) -> Graded:
    """A task's result; a fault of ours becomes an ungraded report, after one more try in this process."""
    error: BaseException | None = done.error
    if done.result is not None:
        return done.result
    if isinstance(error, AutograderError) and not isinstance(error, GraderError):
        for _ in range(TRIES - 1):
            try:
                return grade_task(done.task)
            except AutograderError as again:
                error = again
    reason = str(error) or type(error).__name__
    task = done.task
    report = Report(assignment=task.assignment, student=task.student, status=Status.UNGRADED, reason=reason)
    return Graded(report, None, "")


def _write(course: Course, gradebook: GradebookWriter, graded: Graded) -> None:
    """Write one result: the gradebook and its folders first, the report last, which stands for all of it."""
    gradebook.write(graded.report, graded.notebook, graded.feedback)
    if (
        graded.report.status is not Status.UNGRADED
        or not report_path(course, graded.report.assignment, graded.report.student).exists()
    ):
        save_report(course, graded.report)
