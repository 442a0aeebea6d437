"""Run a command to its end and say what it took; and, apart from that, how much memory it held."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.1


@dataclass(frozen=True)
class Run:
    """One timed command.

    Attributes:
        seconds: of wall clock.
        cpu_seconds: of processor, it and all processes that it waited for.
    """

    seconds: float
    cpu_seconds: float


class CommandFailed(Exception):
    """A command of the benchmark did not end well."""


def environment(home: Path) -> dict[str, str]:
    """The environment of every command that is measured: one thread each, and nobody's own configuration.

    Args:
        home: an empty folder that stands for the user's.
    """
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR") if name in os.environ}
    binaries = Path(sys.executable).parent
    threads = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    folders = dict.fromkeys(("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"), str(home))
    return {"LANG": "C.UTF-8", **kept, **threads, **folders, "PATH": f"{binaries}:{kept.get('PATH', os.defpath)}"}


def run(command: Sequence[str], folder: Path, home: Path) -> Run:
    """Run a command and time it.

    Args:
        command: the program and its arguments.
        folder: where it runs; what it prints goes to ``output.log`` there.
        home: see :func:`environment`.

    Raises:
        CommandFailed: if its exit code is not 0, with the end of what it printed.
    """
    log = folder / "output.log"
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment(home), stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    _check(process.returncode, command, log)
    return Run(seconds, usage.ru_utime + usage.ru_stime)


def measure_memory(command: Sequence[str], folder: Path, home: Path) -> int:
    """The most memory that a command and its descendants held at once, in bytes. Looking costs time, so it is not timed.

    Pages that several processes share count once (the sum of their proportional set sizes).

    Raises:
        CommandFailed: as :func:`run`.
    """
    log, most = folder / "output.log", 0
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=environment(home), stdout=output, stderr=output)
        while process.poll() is None:
            most = max(most, _held_bytes(process.pid))
            try:
                process.wait(SAMPLE_SECONDS)
            except subprocess.TimeoutExpired:
                continue
    _check(process.returncode, command, log)
    return most


def _held_bytes(pid: int) -> int:
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    total = 0
    for member in family:
        try:
            total += member.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue  # it has ended, or is of another user: the latter is said with the figure
    return total


def _check(code: int, command: Sequence[str], log: Path) -> None:
    if code != 0:
        tail = log.read_text(encoding="utf-8", errors="replace")[-3_000:]
        raise CommandFailed(f"{' '.join(command)[:300]} ended with {code}:\n{tail}")
