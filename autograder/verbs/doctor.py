"""Check this host: what grading needs, tried for real, and how to mend what is missing."""

from __future__ import annotations

import importlib
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from autograder.course import Limits
from autograder.errors import AutograderError, OutOfMemory, SandboxEnded
from autograder.sandbox.client import Process, Zygote
from autograder.sandbox.memory import find_cgroup

PROBE_MEMORY_BYTES = 1 << 30
MIN_DISK_BYTES = 2 << 30

PROBE = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
seen = {
    "uid": os.getuid(),
    "seccomp": libc.unshare(0x10000000) == -1 and ctypes.get_errno() == 1 and libc.ptrace(0, 0, 0, 0) == -1,
    "pids": sum(name.isdigit() for name in os.listdir("/proc")),
    "writable": [p for p in ("/", "/usr", "/env", "/sandbox", "/dev") if os.path.exists(p) and os.access(p, os.W_OK)],
    "capabilities": open("/proc/self/status").read().split("CapEff:")[1].split()[0],
}
"""


class Verdict(StrEnum):
    """What a check found."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was checked.

    Attributes:
        subject: what.
        verdict: ``BAD`` keeps a class from being graded on this host.
        said: what was found.
        mend: what to do about it; empty where nothing is to be done.
    """

    subject: str
    verdict: Verdict
    said: str
    mend: str = ""


def examine_host(folder: Path) -> Iterator[Finding]:
    """Check everything that grading needs.

    Args:
        folder: the course's, for the disk.

    Yields:
        A finding for each thing, as soon as it is known.
    """
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        _check_python, _check_bubblewrap, _check_seccomp_library, _check_sandbox, _check_memory, _check_torch, _check_gpu,
    )  # fmt: skip
    for check in checks:
        yield from check()
    yield _check_disk(folder)


def _check_python() -> Iterator[Finding]:
    said = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.platform != "linux":
        yield Finding("system", Verdict.BAD, said, "grading a class needs Linux; `autograder check` may work here")
    else:
        yield Finding("system", Verdict.GOOD, said)


def _check_bubblewrap() -> Iterator[Finding]:
    found = shutil.which("bwrap")
    if found is None:
        yield Finding(
            "bubblewrap", Verdict.BAD, "not installed", "`apt install bubblewrap`, or `dnf install bubblewrap`"
        )
        return
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    yield Finding("bubblewrap", Verdict.GOOD, f"{version} at {found}")


def _check_seccomp_library() -> Iterator[Finding]:
    try:
        from autograder.sandbox.seccomp import compile_filter

        yield Finding("seccomp filter", Verdict.GOOD, f"compiles, {len(compile_filter()) // 8} instructions")
    except (ImportError, OSError, RuntimeError) as error:
        mend = "`apt install libseccomp2` and `pip install pyseccomp`"
        yield Finding("seccomp filter", Verdict.BAD, f"does not compile: {error}", mend)


def _check_sandbox() -> Iterator[Finding]:
    """Start a zygote, fork a notebook's process in namespaces of its own, and look around from inside."""
    try:
        with Zygote(Limits(memory_bytes=PROBE_MEMORY_BYTES)) as zygote:
            process = zygote.spawn()
            layers = zygote.examine(process)
            yield from _look_around(process)
            for layer in layers:
                yield _tell_layer(layer.name, layer.holds)
    except (AutograderError, SandboxEnded) as error:
        yield Finding("sandbox", Verdict.BAD, str(error), _explain(str(error)))


def _look_around(process: Process) -> Iterator[Finding]:
    try:
        process.request({"op": "cell", "source": PROBE, "label": "probe", "output_chars": 2_000}, 20)
        pairs = process.request({"op": "get", "name": "seen", "key": "probe"}, 5)["ok"]["v"]
        seen = dict(pairs)
    finally:
        process.close()
    yield Finding(
        "sandbox", Verdict.GOOD, f"starts and forks; student code runs as uid {seen['uid']} in its own namespaces"
    )
    layers = {
        "system calls are filtered": seen["seccomp"] is True,
        "no process of the host can be seen": seen["pids"] <= 3,
        "the system is read-only": not seen["writable"],
        "no capability is left": int(seen["capabilities"], 16) == 0,
    }
    for said, holds in layers.items():
        yield _tell_layer(said, holds, "isolation")


def _tell_layer(said: str, holds: bool, subject: str = "layer") -> Finding:
    mend = "" if holds else "report this: grading refuses with a layer missing"
    return Finding(subject, Verdict.GOOD if holds else Verdict.BAD, said if holds else f"not so: {said}", mend)


def _explain(error: str) -> str:
    """What to change, where an error is known."""
    if "setting up uid map" in error or "Permission denied" in error or "Operation not permitted" in error:
        return (
            "user namespaces are forbidden: `sysctl -w kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000`; on "
            "Ubuntu 24.04 and later also `sysctl -w kernel.apparmor_restrict_unprivileged_userns=0` (or an AppArmor profile "
            "for bwrap); in a container `--security-opt seccomp=unconfined --security-opt systempaths=unconfined`"
        )
    if "mount /proc" in error or "Can't mount proc" in error:
        return "this container masks /proc: run it with `--security-opt systempaths=unconfined`"
    if "lacks layers" in error:
        return "report this: another program in bubblewrap's place, or a kernel that says yes and does nothing"
    return "read the message; `bwrap --unshare-all --ro-bind / / true` should work on this host"


def _check_memory() -> Iterator[Finding]:
    """Let a cell ask for more than the limit, and see it stopped."""
    found = find_cgroup()
    how = (
        f"a memory cgroup (version {found[1]})"
        if found
        else "a watchdog, every 50 ms (no memory cgroup can be made here)"
    )
    try:
        with Zygote(Limits(memory_bytes=256 << 20)) as zygote:
            process = zygote.spawn()
            try:
                bomb = "blocks = [bytearray(b'x' * (16 << 20)) for _ in range(64)]"
                process.request({"op": "cell", "source": bomb, "label": "probe", "output_chars": 100}, 20)
                yield Finding(
                    "memory limit", Verdict.BAD, f"{how} let 1 GiB pass under a limit of 256 MiB", "report this"
                )
            except OutOfMemory:
                yield Finding("memory limit", Verdict.GOOD if found else Verdict.NOTE, f"works, by {how}")
            finally:
                process.close()
    except (AutograderError, SandboxEnded) as error:
        yield Finding("memory limit", Verdict.BAD, f"could not be tried: {error}", "mend the sandbox first")


def _check_torch() -> Iterator[Finding]:
    import torch

    try:
        importlib.import_module("journey")  # lets torchvision be imported beside a torch without CUDA
        import torchvision

        yield Finding("torch", Verdict.GOOD, f"torch {torch.__version__}, torchvision {torchvision.__version__}")
    except ImportError:
        yield Finding(
            "torch",
            Verdict.BAD,
            f"torch {torch.__version__}, no torchvision",
            "`pip install -c constraints.txt torchvision`",
        )
    except RuntimeError as error:
        said = f"torch {torch.__version__}; torchvision's compiled operators do not load: {str(error).splitlines()[0]}"
        mend = "install a matching pair of wheels, as constraints.txt has them"
        yield Finding("torch", Verdict.NOTE, said, mend)


def _check_gpu() -> Iterator[Finding]:
    import torch

    if torch.cuda.is_available():
        yield Finding("GPU", Verdict.GOOD, torch.cuda.get_device_name())
    else:
        yield Finding("GPU", Verdict.NOTE, "none that torch can use; everything works without one")


def _check_disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    said = f"{free / (1 << 30):.1f} GiB free at {folder}"
    if free < MIN_DISK_BYTES:
        return Finding("disk", Verdict.BAD, said, f"free at least {MIN_DISK_BYTES >> 30} GiB")
    return Finding("disk", Verdict.GOOD, said)
