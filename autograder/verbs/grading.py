"""Grade one submission, in whatever process this is, with a sandbox that stays open for the next one."""

from __future__ import annotations

import atexit
import gc
from dataclasses import replace
from pathlib import Path

import torch
from nbformat import NotebookNode

from autograder.course import Course, find_course
from autograder.errors import HostError, SandboxEnded
from autograder.feedback import annotate, render_feedback
from autograder.judging import Grader
from autograder.lessons import dumps
from autograder.sandbox.devices import Device
from autograder.verbs.activity import announcer
from autograder.verbs.tasks import (
    Graded,
    Task,
    check_reference,
    fingerprint_grader,
    reference_task,
    require_built,
    submission_task,
)

ATTEMPTS = 2  # to grade what is changed meanwhile

_graders: dict[tuple[Path, str, Device], tuple[str, Grader]] = {}


def open_grader(course: Course, assignment: str, device: Device = "cpu") -> Grader:
    """This process's grader of an assignment, made anew where the assignment has changed.

    Raises:
        CourseError: if the assignment has no lesson, no grader, or was not built.
        HostError: if the device is not there.
    """
    require_built(course, assignment)
    key, version = (course.root, assignment, device), fingerprint_grader(course, assignment)
    known = _graders.get(key)
    if known is None or known[0] != version:
        close_graders()
        torch.set_num_threads(1)  # grading is as wide as there are workers
        gc.freeze()  # what is imported by now stays: the collector need not look at it for each submission
        announce = announcer(course, assignment)
        grader = Grader(course, assignment, device=device, announce=announce, keeps_transcripts=True)
        _graders[key] = (version, grader)
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
    """Grade a submission that may be handed in anew meanwhile, or be half written when it is read.

    A report must never stand under the fingerprint of something else than what was graded: the next run would believe it.
    """
    for _ in range(ATTEMPTS):
        before = _stamp(course, task)
        graded = _grade_as_it_is(course, replace(task, fingerprint=_renew_fingerprint(course, task)))
        if _stamp(course, task) == before:
            return graded
    raise HostError(f"what {task.student} handed in, or the grader, changed each time that it was being graded")


def _renew_fingerprint(course: Course, task: Task) -> str:
    """A submission's fingerprint, now that it is read; the reference's is that of the grader.

    Raises:
        HostError: if the grader is no longer the one that the reference was graded with.
    """
    version = fingerprint_grader(course, task.assignment)
    if task.grader and task.grader != version:
        raise HostError(
            f"the grader of {task.assignment} was changed while the class was graded: run the command again"
        )
    if not task.grader:
        return version
    return submission_task(course, task.assignment, task.student, version).fingerprint


def _stamp(course: Course, task: Task) -> tuple[str, tuple[int, ...] | None]:
    """What no change of the notebook leaves as it was: nobody can set the time of a file's last change back."""
    try:
        status = task.notebook.lstat()
    except OSError:
        found = None
    else:
        found = (status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
    return fingerprint_grader(course, task.assignment), found


def _grade_as_it_is(course: Course, task: Task) -> Graded:
    grader = open_grader(course, task.assignment, task.device)
    try:
        judged = grader.grade(task.notebook, task.student, fingerprint=task.fingerprint, anew=task.anew)
    except (HostError, OSError, SandboxEnded) as error:
        close_graders()  # a sandbox that failed once is not asked again
        if isinstance(error, HostError):
            raise
        raise HostError(f"grading {task.student} failed: {error}") from error
    annotated = annotate(judged.notebook, judged.report) if judged.notebook is not None else None
    page = render_feedback(annotated, judged.report, course.settings.title, images=grader.images)
    return Graded(judged.report, annotated, page)


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
