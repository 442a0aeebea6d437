"""Run a command to its end and say what it took; and, apart from that, how much memory it held."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.1
LINGER_SECONDS = 5.0
ACCOUNTS = Path("/sys/fs/cgroup/cpuacct")


@dataclass(frozen=True)
class Run:
    """One timed command.

    Attributes:
        seconds: of wall clock.
        cpu_seconds: of processor, of all processes that it started; None where the kernel does not account for them.
    """

    seconds: float
    cpu_seconds: float | None


class CommandFailed(Exception):
    """A command of the benchmark did not end well."""


def environment(home: Path) -> dict[str, str]:
    """The environment of every command that is measured: one thread each, and nobody's own configuration.

    Args:
        home: an empty folder that stands for the user's.
    """
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH") if name in os.environ}
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
    with log.open("wb") as output, _account() as account:
        join = (lambda: (account / "cgroup.procs").write_text("0")) if account else None
        started = time.perf_counter()
        code = subprocess.call(
            command, cwd=folder, env=environment(home), stdout=output, stderr=output, preexec_fn=join
        )
        seconds = time.perf_counter() - started
        cpu_seconds = _read_account(account) if account else None
    _check(code, command, log)
    return Run(seconds, cpu_seconds)


def _read_account(group: Path) -> float:
    """The processor time of a group, once those who outlive the command by a moment have ended too."""
    deadline = time.monotonic() + LINGER_SECONDS
    while (group / "cgroup.procs").read_text() and time.monotonic() < deadline:
        time.sleep(SAMPLE_SECONDS)
    return int((group / "cpuacct.usage").read_text()) / 1e9


@contextmanager
def _account() -> Iterator[Path | None]:
    """A control group that adds up the processor time of whoever joins it and of all that they start.

    Only where accounting has a hierarchy of its own (version 1): elsewhere a group would also change where memory is
    limited, and so what is measured.
    """
    group = ACCOUNTS / f"benchmark-{os.getpid()}-{time.monotonic_ns()}"
    try:
        group.mkdir()
    except OSError:
        yield None
        return
    try:
        yield group
    finally:
        with suppress(OSError):  # somebody who outlived the command is in it still
            group.rmdir()


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
