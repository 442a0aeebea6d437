"""What the workers are doing at this moment, told through small files: a run that trains must not look like one that hangs.

Each worker replaces a file of its own; whoever shows the class's progress reads them all. They are no results: one that is
missing, half written or stale is left out, and one that cannot be written is not missed.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict, ValidationError

from autograder.course import Course

FOLDER = ".running"


class Activity(BaseModel):
    """One worker's activity.

    Attributes:
        student: whose submission it has.
        doing: what with it, in a few words.
        seconds: how long that may take.
        since: when it began, in seconds of this machine's monotonic clock.
    """

    model_config = ConfigDict(frozen=True)

    student: str
    doing: str
    seconds: float
    since: float

    @property
    def elapsed_seconds(self) -> float:
        """How long it has been at it."""
        return max(0.0, time.monotonic() - self.since)


def announcer(course: Course, assignment: str) -> Callable[[str, str, float], None]:
    """A function by which this process tells what it does: student, what, and how many seconds that may take.

    With nothing to do it is told so by an empty text, and the file goes.
    """
    path = _folder(course, assignment) / f"{os.getpid()}.json"

    def announce(student: str, doing: str, seconds: float) -> None:
        with suppress(OSError):
            if not doing:
                path.unlink(missing_ok=True)
                return
            path.parent.mkdir(parents=True, exist_ok=True)
            activity = Activity(student=student, doing=doing, seconds=seconds, since=time.monotonic())
            _replace(path, activity.model_dump_json())

    return announce


def read_activities(course: Course, assignment: str) -> list[Activity]:
    """What the workers that are alive are doing, the longest first."""
    found = []
    for path in _folder(course, assignment).glob("*.json"):
        if not path.stem.isdecimal() or not psutil.pid_exists(int(path.stem)):
            with suppress(OSError):
                path.unlink()
            continue
        with suppress(OSError, ValidationError):
            found.append(Activity.model_validate_json(path.read_bytes()))
    return sorted(found, key=lambda activity: activity.since)


def _folder(course: Course, assignment: str) -> Path:
    return course.reports / assignment / FOLDER


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
