"""The course's lock: one grader at a time writes reports, files and rows."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from autograder.errors import GradebookError

LOCK_FILE = Path(".autograder") / "lock"


@contextmanager
def course_lock(root: Path) -> Iterator[None]:
    """Hold a course's lock for the length of a ``with``.

    The kernel drops the lock with its process, however that ends, so there is no stale lock to remove by hand. The
    file's text only says who holds it.

    Args:
        root: the course folder.

    Raises:
        GradebookError: if another grader holds it, or if the lock file cannot be made.
    """
    path = root / LOCK_FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise GradebookError(f"the course cannot be locked: {path}: {error.strerror}") from error
    try:
        _acquire(descriptor, path)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = _describe_holder(os.pread(descriptor, 4096, 0))
        raise GradebookError(f"another grader is at work on this course: {holder}; wait for it, or end it") from error
    except OSError as error:
        raise GradebookError(f"the course cannot be locked: {path}: {error.strerror}") from error
    holder_now = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "command": " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])[:200],
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with suppress(OSError):  # a full disk: the lock is held all the same
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder_now).encode(), 0)


def _describe_holder(text: bytes) -> str:
    try:
        holder = json.loads(text)
        return f"process {holder['pid']} on {holder['host']} ({holder['command']}), since {holder['since']}"
    except (ValueError, KeyError, TypeError):
        return "a process that has not said who it is"  # caught between taking the lock and writing its name
