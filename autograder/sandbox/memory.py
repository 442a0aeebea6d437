"""Bounding the memory of one submission's processes together: a memory cgroup where one can be had, else a watchdog.

Resource limits cannot do this: they count each process alone, and shared mappings not at all. Both backends answer the same
question after a death: was it the memory?
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import signal
import threading
import time
from pathlib import Path
from typing import Protocol

import psutil

CGROUP_ROOT = Path("/sys/fs/cgroup")
WATCH_SECONDS = 0.05


class Cage(Protocol):
    """The memory limit of one submission."""

    def attach(self, pid: int) -> None:
        """Count a process, and all that it will start."""

    def was_exceeded(self) -> bool:
        """Whether the limit killed something since the last time this was asked."""

    def close(self) -> None:
        """Stop counting, once every process is gone."""


class CgroupCage:
    """A memory cgroup, version 1 or 2."""

    _numbers = itertools.count()

    def __init__(self, parent: Path, version: int, limit_bytes: int) -> None:
        self._folder = parent / f"autograder-{os.getpid()}-{next(self._numbers)}"
        self._folder.mkdir()
        self._events = self._folder / ("memory.oom_control" if version == 1 else "memory.events")
        self._kills = 0
        try:
            if version == 1:
                (self._folder / "memory.limit_in_bytes").write_text(str(limit_bytes))
                with contextlib.suppress(OSError):  # exists where the kernel counts swap, too
                    (self._folder / "memory.memsw.limit_in_bytes").write_text(str(limit_bytes))
            else:
                (self._folder / "memory.max").write_text(str(limit_bytes))
                with contextlib.suppress(OSError):
                    (self._folder / "memory.swap.max").write_text("0")
        except OSError:
            self._folder.rmdir()
            raise

    def attach(self, pid: int) -> None:
        """Move a process in; what it starts later is counted with it."""
        (self._folder / "cgroup.procs").write_text(str(pid))

    def was_exceeded(self) -> bool:
        """Whether the kernel's count of kills went up."""
        counts = dict(line.split() for line in self._events.read_text().splitlines())
        kills = int(counts.get("oom_kill", 0))
        exceeded, self._kills = kills > self._kills, kills
        return exceeded

    def close(self) -> None:
        """Remove the group; the kernel refuses for a moment while the last process is being torn down."""
        deadline = time.monotonic() + 2
        while True:
            try:
                self._folder.rmdir()
                return
            except FileNotFoundError:
                return
            except OSError:
                if time.monotonic() > deadline:
                    return
                time.sleep(0.001)  # no event tells when a cgroup has become empty


class WatchdogCage:
    """A thread that adds up the memory of a process and its descendants every 50 ms and kills them past the limit."""

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._closed, self._exceeded = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def attach(self, pid: int) -> None:
        """Start watching a process and all that descends from it."""
        root = psutil.Process(pid)
        self._thread = threading.Thread(target=self._watch, args=(root,), daemon=True, name=f"memory of {pid}")
        self._thread.start()

    def _watch(self, root: psutil.Process) -> None:
        while not self._closed.wait(WATCH_SECONDS):
            try:
                family = [root, *root.children(recursive=True)]
                sizes = {process.pid: private_bytes(process.pid) for process in family}
            except psutil.NoSuchProcess:
                return
            if sum(sizes.values()) > self._limit_bytes:
                self._exceeded.set()
                with contextlib.suppress(ProcessLookupError):
                    os.kill(max(sizes, key=lambda pid: sizes[pid]), signal.SIGKILL)

    def was_exceeded(self) -> bool:
        """Whether the watchdog killed something."""
        exceeded = self._exceeded.is_set()
        self._exceeded.clear()
        return exceeded

    def close(self) -> None:
        """Stop the thread."""
        self._closed.set()
        if self._thread:
            self._thread.join()


class NoCage:
    """No limit: for one's own code, on hosts without ``/proc``."""

    def attach(self, pid: int) -> None:
        """Nothing to count."""

    def was_exceeded(self) -> bool:
        """Never."""
        return False

    def close(self) -> None:
        """Nothing to stop."""


def private_bytes(pid: int) -> int:
    """Memory that a process does not merely share with the zygote's files: anonymous and shared-memory pages."""
    try:
        with open(f"/proc/{pid}/status") as file:
            fields = dict(line.split(":", 1) for line in file)
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(fields.get(name, "0").split()[0]) * 1024 for name in ("RssAnon", "RssShmem"))


@functools.cache
def find_cgroup() -> tuple[Path, int] | None:
    """The folder in which memory cgroups can be made, and their version; None where they cannot.

    Tried for real: a group is made and removed again.
    """
    for line in Path("/proc/self/cgroup").read_text().splitlines() if Path("/proc/self/cgroup").exists() else ():
        _, controllers, path = line.split(":", 2)
        if controllers == "memory":
            candidate, version = CGROUP_ROOT / "memory" / path.lstrip("/"), 1
        elif controllers == "":
            candidate, version = CGROUP_ROOT / path.lstrip("/"), 2
        else:
            continue
        with contextlib.suppress(OSError):
            CgroupCage(candidate, version, 1 << 30).close()
            return candidate, version
    return None


def open_cage(limit_bytes: int) -> Cage:
    """The best memory limit that this host offers."""
    if found := find_cgroup():
        return CgroupCage(*found, limit_bytes)
    return WatchdogCage(limit_bytes) if Path("/proc/self/status").exists() else NoCage()
