"""Which layers of isolation a notebook's process really has: looked at from outside, before any student code runs in it.

Theory of operation. Each step of isolation checks its return code. That a step was left out, or that a kernel or a program in
bubblewrap's place says yes and does nothing, no return code tells. So the trusted side reads in ``/proc`` what the kernel says
of the process, compares it with what was configured, and gives the go only if no layer is missing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Limits
from autograder.errors import SandboxUnavailable
from autograder.sandbox.inside.isolate import TMPFS_INODES

NAMESPACES = ("mnt", "pid", "net", "ipc", "uts", "user", "cgroup")
CAPABILITY_SETS = ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
WRITABLE = ("/proc", "/tmp", "/dev/shm", "/dev/pts")  # its own; and single devices below /dev
MAX_DESCRIPTORS = 256


@dataclass(frozen=True)
class Layer:
    """One layer of defence.

    Attributes:
        name: what it is, as a statement that is true where it is there.
        holds: whether it is there.
    """

    name: str
    holds: bool


@dataclass(frozen=True)
class Expected:
    """What a notebook's process was configured to have.

    Attributes:
        limits: what it may use.
        uid: on this side; None where there was none to drop to.
        masked: paths in its view that must be covered.
        has_gpu: CUDA reserves address space without bound.
    """

    limits: Limits
    uid: int | None = None
    masked: Collection[str] = ()
    has_gpu: bool = False


def require_layers(pid: int, expected: Expected, *, is_caged: bool) -> None:
    """Refuse a process that lacks a layer.

    Raises:
        SandboxUnavailable: naming what is not so.
    """
    if missing := [layer.name for layer in examine_layers(pid, expected, is_caged=is_caged) if not layer.holds]:
        raise SandboxUnavailable(
            f"the sandbox lacks layers, so nothing is graded: it is not so that {'; '.join(missing)}"
        )


def examine_layers(pid: int, expected: Expected, *, is_caged: bool) -> list[Layer]:
    """Look at the process 1 of a notebook.

    Args:
        pid: its number on this side.
        expected: what it was configured to have.
        is_caged: whether its memory is bounded.

    Raises:
        SandboxUnavailable: if the kernel does not say.
    """
    try:
        seen = _Seen(pid)
        checks: tuple[tuple[str, Callable[[], bool]], ...] = (
            (
                "it is not the host's root, and has a uid of its own where we are",
                lambda: seen.has_own_uid(expected.uid),
            ),
            ("the zygote has namespaces of its own", seen.is_zygote_apart),
            ("the notebook has namespaces of its own", seen.is_apart),
            ("this package is masked", lambda: set(expected.masked) <= seen.mounts.keys()),
            ("all but its own folders is read-only", seen.is_read_only),
            ("system calls are filtered", lambda: seen.status["Seccomp"] == "2"),
            ("no capability is left", lambda: not any(int(seen.status[name], 16) for name in CAPABILITY_SETS)),
            ("no new privileges can be had", lambda: seen.status["NoNewPrivs"] == "1"),
            ("memory is bounded", lambda: is_caged),
            ("the number of processes is bounded", lambda: seen.limit("processes") <= expected.limits.processes),
            ("the number of descriptors is bounded", lambda: seen.limit("open files") <= MAX_DESCRIPTORS),
            ("the size of a file is bounded", lambda: seen.limit("file size") <= expected.limits.file_bytes),
            ("address space is bounded", lambda: expected.has_gpu or seen.limit("address space") < float("inf")),
            ("temporary files are bounded in size and number", lambda: seen.has_small_tmp(expected.limits.tmp_bytes)),
        )
        return [Layer(name, check()) for name, check in checks]
    except (OSError, KeyError, ValueError, IndexError) as error:
        raise SandboxUnavailable(f"the layers of the sandbox cannot be examined: {error}") from error


class _Seen:
    """What the kernel says of a process."""

    def __init__(self, pid: int) -> None:
        self._folder = Path(f"/proc/{pid}")
        self.status = _read_status(pid)
        self._zygote = int(_read_status(int(self.status["PPid"]))["PPid"])  # the monitor stands between
        # Of mounts on one folder the last counts: it covers the others.
        lines = [line.split() for line in (self._folder / "mountinfo").read_text().splitlines()]
        self.mounts = {fields[4]: (fields[5].split(","), fields[-1].split(",")) for fields in lines}
        self._limits = (self._folder / "limits").read_text().splitlines()

    def has_own_uid(self, uid: int | None) -> bool:
        found = {int(number) for field in ("Uid", "Gid") for number in self.status[field].split()}
        return 0 not in found and (uid is None or found == {uid})

    def is_zygote_apart(self) -> bool:
        return len(self.status["NSpid"].split()) >= 3 and _are_apart(self._zygote, "self")

    def is_apart(self) -> bool:
        return self.status["NSpid"].split()[-1] == "1" and _are_apart(self._folder.name, self._zygote)

    def is_read_only(self) -> bool:
        return "/" in self.mounts and not any(
            "rw" in options and folder not in WRITABLE and not folder.startswith("/dev/")
            for folder, (options, _) in self.mounts.items()
        )

    def has_small_tmp(self, tmp_bytes: int) -> bool:
        _, options = self.mounts.get("/tmp", ([], []))
        about = dict(option.split("=", 1) for option in options if "=" in option)
        if not {"size", "nr_inodes"} <= about.keys():
            return False
        size = int(about["size"].removesuffix("k")) * (1024 if about["size"].endswith("k") else 1)
        return size <= tmp_bytes + os.sysconf("SC_PAGE_SIZE") and int(about["nr_inodes"]) <= TMPFS_INODES

    def limit(self, name: str) -> float:
        """The hard limit of a resource."""
        line = next(line for line in self._limits if line.startswith(f"Max {name} "))
        hard = line.removeprefix(f"Max {name}").split()[1]
        return float("inf") if hard == "unlimited" else float(hard)


def _read_status(pid: int) -> dict[str, str]:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _are_apart(one: int | str, other: int | str) -> bool:
    """Whether two processes share no namespace."""
    return all(os.readlink(f"/proc/{one}/ns/{name}") != os.readlink(f"/proc/{other}/ns/{name}") for name in NAMESPACES)
