"""A grader in a process of its own, which may be killed, starved or disturbed at any step of its writing.

It is forked from a process that has imported the engine and holds a zygote, so that starting one costs little: what is tried
here is what it does to the course's folder. ``__main__`` tries the whole command, too.
"""

from __future__ import annotations

import errno
import json
import os
import select
import signal
import sqlite3
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from autograder.course import Course
from autograder.errors import AutograderError
from autograder.sandbox.memory import find_cgroup
from autograder.verbs.grade import grade_class
from tests.verbs.tiny import ASSIGNMENT

DONE, REFUSED, BROKEN = 0, 3, 70
CHANGES = frozenset({"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree", "shutil.copyfile"})
Sabotage = Callable[[], None]


@dataclass
class Run:
    """One run of the grader.

    Attributes:
        code: ``DONE``, ``REFUSED`` (an error that is told in a sentence), ``BROKEN``, or minus a signal's number.
        steps: each student who was settled, whether it was skipped, and its status.
        said: the error.
        written: how many steps of writing it took.
    """

    code: int = BROKEN
    steps: list[tuple[str, bool, str]] = field(default_factory=list)
    said: str = ""
    written: int = 0

    @property
    def graded(self) -> list[str]:
        """Who was graded, and not skipped."""
        return [student for student, was_skipped, status in self.steps if not was_skipped and status != "ungraded"]

    @property
    def ungraded(self) -> list[str]:
        """Who was not, by a fault of ours."""
        return [student for student, _, status in self.steps if status == "ungraded"]


class Grader:
    """A run under way."""

    def __init__(self, course: Course, sabotage: Sabotage | None = None, **options: Any) -> None:
        self.log_descriptor, write = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.log_descriptor)
            _grade(course, write, sabotage, options)
        os.close(write)

    def kill(self) -> None:
        """End it, as it stands."""
        os.kill(self.pid, signal.SIGKILL)

    def kill_after(self, seconds: float) -> None:
        """End it after a time, unless it ends before."""
        descriptor = os.pidfd_open(self.pid)
        try:
            if not select.select([descriptor], [], [], seconds)[0]:
                self.kill()
        finally:
            os.close(descriptor)

    def wait(self) -> Run:
        """Wait for its end."""
        with open(self.log_descriptor, encoding="utf-8") as log:
            lines = log.read().splitlines()
        _, status = os.waitpid(self.pid, 0)
        run = Run(os.waitstatus_to_exitcode(status))
        for line in lines:
            match json.loads(line):
                case {"said": said}:
                    run.said = said
                case {"written": written}:
                    run.written = written
                case [student, was_skipped, status_of]:
                    run.steps.append((student, was_skipped, status_of))
        return run


def grade(course: Course, sabotage: Sabotage | None = None, **options: Any) -> Run:
    """Run the grader to its end."""
    return Grader(course, sabotage, **options).wait()


def _grade(course: Course, log: int, sabotage: Sabotage | None, options: dict[str, Any]) -> None:
    """Grade the class and tell what happens through a pipe. Never returns."""

    def tell(what: object) -> None:
        os.write(log, (json.dumps(what) + "\n").encode())

    code = BROKEN
    try:
        find_cgroup.cache_clear()  # a new process looks anew
        steps = WritingSteps(course)
        if sabotage is not None:
            sabotage()
        steps.watch(sabotage)
        for step in grade_class(course, ASSIGNMENT, **{"workers": 1, **options}):
            tell([step.report.student, step.was_skipped, step.report.status])
        tell({"written": steps.count})
        code = DONE
    except (AutograderError, OSError) as error:  # as the command line tells it
        tell({"said": str(error)})
        code = REFUSED
    except BaseException:
        tell({"said": traceback.format_exc()})
    finally:
        os._exit(code)


class WritingSteps:
    """Counts the steps by which this process writes into a course: each file opened to be written, each rename, each commit."""

    def __init__(self, course: Course) -> None:
        self.count, self._root, self._deed = 0, str(course.root), None
        self._at: At | None = None

    def watch(self, sabotage: object) -> None:
        """Begin to count; what is to happen at a step happens."""
        self._at = sabotage if isinstance(sabotage, At) else None
        sys.addaudithook(self._notice)
        event.listen(Engine, "commit", lambda connection: self._step("commit"))

    def _notice(self, name: str, arguments: tuple[Any, ...]) -> None:
        if name == "open":
            path, _, flags = arguments
            is_change = flags is not None and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        else:
            path, is_change = (arguments or ("",))[0], name in CHANGES
        if is_change and isinstance(path, str | os.PathLike) and os.fspath(path).startswith(self._root):
            self._step(name)

    def _step(self, name: str) -> None:
        self.count += 1
        if self._at is not None and self._at.applies(self.count):
            self._at.happen(name)


@dataclass(frozen=True)
class At:
    """Something that happens at one step of writing, or from then on.

    Attributes:
        step: which, from 1.
        deed: ``kill``, or ``full``: the disk has no room.
        goes_on: it happens at each later step, too.
    """

    step: int
    deed: str
    goes_on: bool = False

    def __call__(self) -> None:
        """Nothing to prepare."""

    def applies(self, count: int) -> bool:
        """Whether it happens now."""
        return count >= self.step if self.goes_on else count == self.step

    def happen(self, name: str) -> None:
        """Do it, just before the step."""
        if self.deed == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if name in ("os.remove", "os.rmdir", "shutil.rmtree"):
            return  # what frees room needs none
        if name == "commit":
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("database or disk is full"))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
