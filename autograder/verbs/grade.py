"""Grade a class: find what was handed in, grade what changed, write each result as soon as it is there."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.errors import AutograderError, CourseError, FilesRefused, HostError
from autograder.records import Report, Status
from autograder.sandbox.devices import choose_device
from autograder.verbs.reports import read_report, remove_unfinished, report_path, save_report
from autograder.verbs.students import explain_refusal, find_students
from autograder.verbs.tasks import (
    Graded,
    Task,
    check_reference,
    close_sandboxes,
    reference_task,
    require_built,
    run_task,
    submission_task,
)
from autograder.workers import Done, WorkerLost, open_executor, run_all

if TYPE_CHECKING:
    from autograder.gradebook import GradebookWriter

PRELOAD = ("autograder.startup", "autograder.verbs.grading")

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


def grade_class(
    course: Course,
    assignment: str,
    *,
    students: Sequence[str] = (),
    workers: int | None = None,
    force: bool = False,
    device: str = "cpu",
    anew: bool = False,
) -> Iterator[Progress]:
    """Grade what a class handed in.

    Args:
        course: the course.
        assignment: whose submissions.
        students: only theirs; everybody's if empty.
        workers: how many processes; one for each core if None.
        force: also what has not changed.
        anew: also what has not changed, and run all of it again, whatever the transcripts know.
        device: where models are trained: ``cpu``, ``cuda``, or ``auto`` for a GPU where one can be used.

    Yields:
        One :class:`Progress` for each submission, as soon as it is written. A report with status ``UNGRADED`` is a fault of
        ours: nothing was written for it, and it will be tried again by the next run.

    Raises:
        CourseError: if the assignment is not there, or a student named has handed nothing in.
        GraderError: if the reference solution does not get full marks; nothing has been written then.
        GradebookError: if the gradebook cannot be written.
        HostError: if a GPU is wanted and there is none.
    """
    require_built(course, assignment)
    reference = reference_task(course, assignment, choose_device(device), anew=anew)
    wanted = _choose_students(course, assignment, students)
    version = reference.fingerprint
    refused = [report for student in wanted if (report := _find_refused(course, assignment, student))]
    for settled, report in enumerate(refused, 1):
        yield Progress(len(wanted), settled, report)
    wanted = [student for student in wanted if student not in {report.student for report in refused}]
    tasks = [submission_task(course, assignment, student, version, reference.device, anew=anew) for student in wanted]
    unchanged = {} if force or anew else {task: report for task in tasks if (report := _find_unchanged(course, task))}
    with ExitStack() as stack:
        pool = _Pool(stack, workers or os.cpu_count() or 1)
        if len(unchanged) < len(tasks):
            pool.start(len(tasks) - len(unchanged))
        for step in _settle_class(course, reference, tasks, unchanged, pool):
            yield replace(step, total=step.total + len(refused), settled=step.settled + len(refused))


class _Pool:
    """The workers of one run, started when it is known that something is to be graded."""

    def __init__(self, stack: ExitStack, workers: int) -> None:
        self._stack, self._most = stack, workers
        self.workers = 1
        self._executor: Executor | None = None

    def start(self, tasks: int) -> Executor:
        """Start as many workers as there is work for; where they run already, leave them as they are."""
        if self._executor is None:
            # nbgrader takes a second to import: time in which the workers get ready
            threading.Thread(target=importlib.import_module, args=("autograder.gradebook",)).start()
            self._stack.callback(close_sandboxes)
            self.workers = min(self._most, tasks)
            self._executor = self._stack.enter_context(open_executor(self.workers, preload=PRELOAD))
        return self._executor


def _settle_class(
    course: Course, reference: Task, tasks: list[Task], unchanged: dict[Task, Report], pool: _Pool
) -> Iterator[Progress]:
    from autograder.gradebook import GradebookWriter
    from autograder.lessons import read_built

    assignment = reference.assignment
    source = read_built(course.notebook_path("source", assignment))
    with GradebookWriter(course) as gradebook:
        remove_unfinished(course, assignment)
        if unchanged:  # so the reference had full marks with this very source
            gradebook.prepare(assignment, source)
        written = {task: report for task, report in unchanged.items() if gradebook.is_written(report)}
        settled = 0
        for report in written.values():
            settled += 1
            yield Progress(len(tasks), settled, report, was_skipped=True)
        unsettled = [task for task in tasks if task not in written]
        for graded in _grade_all(reference, unsettled, pool):
            if graded is None:
                if not unchanged:
                    gradebook.prepare(assignment, source)
                continue
            settled += 1
            yield Progress(len(tasks), settled, _write(course, gradebook, graded))
        if tasks:
            gradebook.renew_penalties(assignment)  # a due date may have changed, and what was skipped was not written


def grade_submission(course: Course, assignment: str, student: str) -> Graded:
    """Grade what one student handed in, in this process: what nbgrader's doors call.

    Raises:
        CourseError: if the student's folder is refused.
        GraderError: if the reference solution does not get full marks.
        AutograderError: for a fault of ours.
    """
    from autograder.verbs.grading import grade_submission as grade

    if reason := explain_refusal(course, assignment, student):
        raise CourseError(reason)
    return grade(course, assignment, student)


def _choose_students(course: Course, assignment: str, students: Sequence[str]) -> list[str]:
    present = find_students(course, assignment)
    if absent := sorted(set(students) - set(present)):
        raise CourseError(f"nothing was handed in for {assignment} by {', '.join(absent)}")
    return list(dict.fromkeys(students)) or present


def _find_refused(course: Course, assignment: str, student: str) -> Report | None:
    """The report of a submission that is not looked at. Nothing is written for it: its name may be no file's name."""
    reason = explain_refusal(course, assignment, student)
    return Report(assignment=assignment, student=student, status=Status.UNGRADED, reason=reason) if reason else None


def _find_unchanged(course: Course, task: Task) -> Report | None:
    """The report of a submission that is graded, and unchanged since."""
    report = read_report(report_path(course, task.assignment, task.student))
    if report is None or report.fingerprint != task.fingerprint or report.status is Status.UNGRADED:
        return None
    return report


def _grade_all(reference: Task, tasks: list[Task], pool: _Pool) -> Iterator[Graded | None]:
    """Grade the reference and the tasks; None as soon as the reference has full marks, and nothing before."""
    if not tasks:
        return
    held: list[Graded] = []
    is_sound = False
    executor = pool.start(len(tasks))
    for done in run_all(executor, run_task, [reference, *tasks], pool.workers):
        if done.task is reference:
            check_reference(_result_of(done).report)
            is_sound = True
            yield None
            yield from held
            continue
        graded = _settle(done)
        if is_sound:
            yield graded
        else:
            held.append(graded)


def _result_of(done: Done[Task, Graded]) -> Graded:
    """A task's result; a fault of ours gets one more try, in this process.

    Not so a task that was the end of its workers: it would be the end of this process too.
    """
    if done.result is not None:
        return done.result
    if isinstance(done.error, HostError) and not isinstance(done.error, WorkerLost):
        return run_task(done.task)
    assert done.error is not None
    raise done.error


def _settle(done: Done[Task, Graded]) -> Graded:
    """A task's result; what cannot be graded becomes an ungraded report."""
    try:
        return _result_of(done)
    except AutograderError as error:
        reason = str(error)
    except Exception as error:  # a slip in the engine: this submission has to wait for its mending, the others have not
        reason = f"{type(error).__name__}: {error}"
    return Graded(_ungraded(done.task.assignment, done.task.student, reason), None, "")


def _ungraded(assignment: str, student: str, reason: str) -> Report:
    return Report(assignment=assignment, student=student, status=Status.UNGRADED, reason=reason)


def _write(course: Course, gradebook: GradebookWriter, graded: Graded) -> Report:
    """Write one result: the gradebook and its folders first, the report last, which stands for all of it.

    Returns:
        The report; where its files cannot be written (a full disk, a folder that is closed), one that says so: the others
        may have more luck, and the next run tries again.

    Raises:
        GradebookError: if the database refuses, which it would do for everybody.
    """
    try:
        gradebook.write(graded.report, graded.notebook, graded.feedback)
        _save(course, graded.report)
    except FilesRefused as error:
        return _ungraded(graded.report.assignment, graded.report.student, str(error))
    return graded.report


def _save(course: Course, report: Report) -> None:
    earlier = read_report(report_path(course, report.assignment, report.student))
    if report.status is not Status.UNGRADED or earlier is None or earlier.status is Status.UNGRADED:
        save_report(course, report)
