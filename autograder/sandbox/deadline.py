"""How long a process may take, on a machine that has other things to do.

A limit is for what student code does, not for how busy the machine is. While a process is ready to run and every core is
taken, by a neighbour or by the instructor's browser, its time stands still: the kernel counts for how long
(``/proc/PID/schedstat``, the time spent on a run queue). It does so for the thread that student code is called in. As a
process can make itself wait, by starting others, what stands still is bounded: nothing takes more than :data:`PATIENCE`
times its limit. Where the kernel does not count, every second does.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable

PATIENCE = 4.0


class Deadline:
    """The end of the time that something may take.

    Args:
        seconds: that it may take.
        count_waited: says for how many seconds whoever is waited for has waited for a core so far.
    """

    def __init__(self, seconds: float, count_waited: Callable[[], float] = lambda: 0.0) -> None:
        self._seconds, self._count_waited = seconds, count_waited
        self._began, self._had_waited = time.monotonic(), count_waited()

    def spent(self) -> float:
        """How many of its seconds have passed."""
        passed = time.monotonic() - self._began
        return max(passed - (self._count_waited() - self._had_waited), passed / PATIENCE)

    def left(self) -> float:
        """In how many seconds it is reached at the earliest; not above 0 where it has been."""
        if (left := self._seconds - (time.monotonic() - self._began)) > 0:
            return left
        return self._seconds - self.spent()


class RunQueue:
    """For how long a process has waited for a core."""

    def __init__(self, pid: int) -> None:
        self._seconds, self._file = 0.0, -1
        with contextlib.suppress(OSError):
            self._file = os.open(f"/proc/{pid}/schedstat", os.O_RDONLY)

    def count_waited(self) -> float:
        """Seconds, since it began; the last count where it has ended, 0 where nobody counts."""
        if self._file >= 0:
            with contextlib.suppress(OSError, IndexError):
                self._seconds = int(os.pread(self._file, 128, 0).split()[1]) / 1e9
        return self._seconds

    def close(self) -> None:
        """Count no more."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
