"""Bounding the memory of one submission's processes together: a memory cgroup where one can be had, else a watchdog.

Resource limits cannot do this: they count each process alone, and shared mappings not at all. Both backends answer the same
question after a death, was it the memory, by the number of processes that were killed for it.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import select
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Protocol

import psutil

CGROUP_ROOT = Path("/sys/fs/cgroup")
EVENTS = {1: "memory.oom_control", 2: "memory.events"}
GROUP_PREFIX = "autograder-"
WATCH_SECONDS = 0.05
DEATH_SECONDS = 1.0  # in which a killed process is gone


class Cage(Protocol):
    """The memory limit of one submission."""

    def attach(self, pid: int) -> None:
        """Count a process, and all that it will start."""

    def holds(self, pid: int) -> bool:
        """Whether the memory of an attached process is really bounded."""

    def count_kills(self) -> int:
        """How many processes the limit has killed so far."""

    def close(self) -> None:
        """Stop counting, once every process is gone."""


class CgroupCage:
    """A memory cgroup, version 1 or 2."""

    _numbers = itertools.count()

    def __init__(self, parent: Path, version: int, limit_bytes: int) -> None:
        self._folder = parent / f"{GROUP_PREFIX}{os.getpid()}-{next(self._numbers)}"
        self._folder.mkdir()
        self._events, self._last_events, self._kills = -1, b"", 0
        try:
            self._events = os.open(self._folder / EVENTS[version], os.O_RDONLY)
            if version == 1:
                self._set("memory.limit_in_bytes", limit_bytes)
                with contextlib.suppress(OSError):  # exists where the kernel counts swap, too
                    self._set("memory.memsw.limit_in_bytes", limit_bytes)
            else:
                self._set("memory.max", limit_bytes)
                with contextlib.suppress(OSError):
                    self._set("memory.swap.max", 0)
        except OSError:
            self.close()
            raise

    def _set(self, name: str, value: int) -> None:
        # Never created: a folder that is no cgroup, such as the root where version 1 is mounted, must not pass for one.
        descriptor = os.open(self._folder / name, os.O_WRONLY)
        try:
            os.write(descriptor, str(value).encode())
        finally:
            os.close(descriptor)

    def attach(self, pid: int) -> None:
        """Move a process in; what it starts later is counted with it."""
        self._set("cgroup.procs", pid)

    def holds(self, pid: int) -> bool:
        """As the kernel says."""
        return any(
            line.endswith(f"/{self._folder.name}") for line in Path(f"/proc/{pid}/cgroup").read_text().splitlines()
        )

    def count_kills(self) -> int:
        """The kernel's count; the last one known, where the group is closed."""
        if self._events >= 0 and (events := os.pread(self._events, 4096, 0)) != self._last_events:
            self._last_events = events
            self._kills = int(dict(line.split() for line in events.splitlines()).get(b"oom_kill", 0))
        return self._kills

    def close(self) -> None:
        """Remove the group; the kernel refuses for a moment while the last process is being torn down."""
        if self._events >= 0:
            self.count_kills()
            os.close(self._events)
            self._events = -1
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
    """A thread that adds up the memory of a process and its descendants every 50 ms and kills the largest past the limit.

    What the process has when it is attached is the zygote's and not counted, as in a cgroup. Who asks for the kills looks
    first, if the thread is late on a busy machine. A kill is counted once its process is gone: whoever lives was not meant.
    """

    def __init__(self, limit_bytes: int) -> None:
        self._limit_bytes = limit_bytes
        self._closed, self._kills = threading.Event(), 0
        self._root: psutil.Process | None = None
        self._thread: threading.Thread | None = None
        self._looking, self._looked_at = threading.Lock(), 0.0

    def attach(self, pid: int) -> None:
        """Start watching a process and all that descends from it."""
        self._root = psutil.Process(pid)
        self._limit_bytes += proportional_bytes(pid)
        self._looked_at = time.monotonic()
        self._thread = threading.Thread(target=self._watch, daemon=True, name=f"memory of {pid}")
        self._thread.start()

    def _watch(self) -> None:
        while not self._closed.wait(WATCH_SECONDS):
            with self._looking:
                if not self._look():
                    return

    def _look(self) -> bool:
        """Add up; kill where it is too much. Returns whether there is still something to watch."""
        assert self._root is not None
        self._looked_at = time.monotonic()
        try:
            family = [process.pid for process in (self._root, *self._root.children(recursive=True))]
        except psutil.NoSuchProcess:
            return False
        # The first sum is quick, and too large: it counts what forks share once for each of them.
        if sum(map(resident_bytes, family)) > self._limit_bytes:
            sizes = {pid: proportional_bytes(pid) for pid in family}
            if sum(sizes.values()) > self._limit_bytes:
                with contextlib.suppress(ProcessLookupError):
                    _kill(max(sizes, key=lambda pid: sizes[pid]))
                self._kills += 1
        return True

    def holds(self, pid: int) -> bool:
        """Whether it is being watched."""
        return self._thread is not None and self._thread.is_alive()

    def count_kills(self) -> int:
        """The watchdog's own count."""
        with self._looking:
            if self._root is not None and time.monotonic() - self._looked_at > WATCH_SECONDS:
                self._look()
            return self._kills

    def close(self) -> None:
        """Stop the thread."""
        self._closed.set()
        if self._thread:
            self._thread.join()


def _kill(pid: int) -> None:
    """End a process, and wait until it is gone.

    Raises:
        ProcessLookupError: if it is gone already.
    """
    if not hasattr(os, "pidfd_open"):
        os.kill(pid, signal.SIGKILL)
        return
    descriptor = os.pidfd_open(pid)
    try:
        signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        poll.poll(DEATH_SECONDS * 1000)
    finally:
        os.close(descriptor)


class NoCage:
    """No limit: for one's own code, on hosts without ``/proc``."""

    def attach(self, pid: int) -> None:
        """Nothing to count."""

    def holds(self, pid: int) -> bool:
        """It does not."""
        return False

    def count_kills(self) -> int:
        """None."""
        return 0

    def close(self) -> None:
        """Nothing to stop."""


def resident_bytes(pid: int) -> int:
    """Anonymous and shared-memory pages that a process has in memory, its own or not; 0 where it is gone."""
    return _sum_fields(f"/proc/{pid}/status", ("RssAnon", "RssShmem"))


def proportional_bytes(pid: int) -> int:
    """The same, each page divided by the number of processes that share it.

    Where this may not be read, :func:`resident_bytes`.
    """
    return _sum_fields(f"/proc/{pid}/smaps_rollup", ("Pss_Anon", "Pss_Shmem")) or resident_bytes(pid)


def _sum_fields(path: str, names: tuple[str, ...]) -> int:
    try:
        with open(path) as file:
            fields = dict(line.split(":", 1) for line in file if line.startswith(names))
    except OSError:
        return 0
    return sum(int(value.split()[0]) * 1024 for value in fields.values())


@functools.cache
def find_cgroup() -> tuple[Path, int] | None:
    """The folder in which memory cgroups can be made, and their version; None where they cannot.

    Tried for real: a group is made, a process is moved in, and both are gone again. Groups of workers that were killed
    before they could remove them are removed here.
    """
    file = Path("/proc/self/cgroup")
    for line in file.read_text().splitlines() if file.exists() else ():
        _, controllers, path = line.split(":", 2)
        if controllers == "memory":
            candidate, version = CGROUP_ROOT / "memory" / path.lstrip("/"), 1
        elif controllers == "":
            candidate, version = CGROUP_ROOT / path.lstrip("/"), 2
        else:
            continue
        _remove_orphans(candidate)
        with contextlib.suppress(OSError):
            _try_cage(CgroupCage(candidate, version, 1 << 30))
            return candidate, version
    return None


def _try_cage(cage: CgroupCage) -> None:
    try:
        with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
            cage.attach(process.pid)
    finally:
        cage.close()


def _remove_orphans(parent: Path) -> None:
    for folder in parent.glob(f"{GROUP_PREFIX}[0-9]*-*"):
        pid = int(folder.name.removeprefix(GROUP_PREFIX).partition("-")[0])
        if pid == os.getpid() or not psutil.pid_exists(pid):  # its own number, where an earlier process had it
            with contextlib.suppress(OSError):  # the kernel keeps a group that is in use
                folder.rmdir()


def open_cage(limit_bytes: int) -> Cage:
    """The best memory limit that this host offers."""
    if found := find_cgroup():
        return CgroupCage(*found, limit_bytes)
    return WatchdogCage(limit_bytes) if Path("/proc/self/status").exists() else NoCage()
