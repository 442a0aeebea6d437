"""Ending a process with all that it started, where no namespace of its own ends with it."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Collection


def kill_family(pid: int, spared: Collection[int] = ()) -> None:
    """Kill a process and its descendants. The caller knows that the process has not been reaped.

    Each is stopped before its children are listed, so that none can be missed; a process that adopts its orphans (see
    ``adopt_orphans`` in ``isolate.py``) loses none either.

    Args:
        pid: of the process.
        spared: descendants that stay, with all that descends from them.
    """
    for member in _stop_family(pid, spared):
        _signal(member, signal.SIGKILL)


def _stop_family(pid: int, spared: Collection[int]) -> list[int]:
    _signal(pid, signal.SIGSTOP)
    stopped = [pid]
    for child in children(pid):
        if child not in spared:
            stopped += _stop_family(child, spared)
    return stopped


def children(pid: int) -> list[int]:
    """The children of a process and of all its threads; none where the kernel does not list them."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children") as file:
                found += map(int, file.read().split())
    return found


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)
