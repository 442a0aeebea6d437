"""How one notebook's process is cut off from everything else, in the child, before any student code runs.

Theory of operation. The zygote (one per worker, inside bubblewrap) forks a *monitor* for each notebook. The monitor closes
every descriptor but the child's socket, unshares user, mount, pid, ipc, uts, cgroup and network namespaces, maps its one
user, and forks the *child*, which is process 1 of its own pid namespace: killing it ends everything that the notebook ever
started. The child mounts its own ``/proc`` and one small tmpfs for ``/tmp`` and ``/dev/shm``, sets its limits, drops every
capability, gives up gaining any, and installs a seccomp filter that was compiled outside. Each return code is checked: a
step that fails is a fault of ours, reported as such, never a step that is skipped.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from typing import Any

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND, MS_REC, MS_PRIVATE = 2, 4, 8, 4096, 16384, 1 << 18

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_SECUREBITS = 1, 22, 24, 28
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 36, 38, 47, 4
SECCOMP_MODE_FILTER = 2
# noroot, no_setuid_fixup, keep_caps off, no_cap_ambient_raise; each with its lock bit
SECUREBITS = 0b11101111
CAPABILITY_VERSION_3 = 0x20080522
TMPFS_INODES = 20_000

_libc: Any = ctypes.CDLL(None, use_errno=True)


def check(result: int, step: str) -> int:
    """Raise for a failed system call, naming the step.

    Raises:
        OSError: with the step's name in its text.
    """
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{step}: {os.strerror(code)}")
    return result


def unshare_all() -> None:
    """Enter new namespaces of every kind, as the same user; the next fork is process 1 of the new pid namespace."""
    uid, gid = os.getuid(), os.getgid()
    flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_NEWCGROUP | CLONE_NEWNET
    check(_libc.unshare(flags), "unshare")
    for path, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        with open(f"/proc/self/{path}", "w") as file:
            file.write(text)


def adopt_orphans() -> None:
    """Stay the ancestor of everything that is started from here, so that it can be found and ended with this process."""
    if sys.platform == "linux":
        check(_libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "adopt orphans")


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that forked it ends."""
    check(_libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0), "parent-death signal")


def mount_private(tmp_bytes: int) -> None:
    """Give this process its own ``/proc`` and terminals, and one bounded tmpfs for ``/tmp`` and ``/dev/shm``."""
    _mount("none", "/", None, MS_REC | MS_PRIVATE, None)
    _mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, None)
    options = f"size={tmp_bytes},nr_inodes={TMPFS_INODES},mode=0700"
    _mount("tmpfs", "/tmp", "tmpfs", MS_NOSUID | MS_NODEV, options)
    os.mkdir("/tmp/shm", 0o700)
    os.mkdir("/tmp/work", 0o700)
    _mount("/tmp/shm", "/dev/shm", None, MS_BIND, None)
    _mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=620")


def _mount(source: str, target: str, kind: str | None, flags: int, options: str | None) -> None:
    encoded = (text.encode() if text is not None else None for text in (source, target, kind))
    data = options.encode() if options is not None else None
    check(_libc.mount(*encoded, ctypes.c_ulong(flags), data), f"mount {target}")


def set_limits(limits: dict[str, int]) -> None:
    """Set this process's resource limits; its children inherit them.

    Args:
        limits: ``processes``, ``file_bytes``, ``cpu_seconds`` and ``address_bytes`` (0 for no limit).
    """
    bounds = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: limits["processes"],
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_FSIZE: limits["file_bytes"],
        resource.RLIMIT_CPU: limits["cpu_seconds"],
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_STACK: 8 << 20,
    }
    if limits["address_bytes"]:
        bounds[resource.RLIMIT_AS] = limits["address_bytes"]
    for which, bound in bounds.items():
        _, hard = resource.getrlimit(which)
        capped = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(which, (capped, capped))


def address_space_bytes() -> int:
    """How much address space this process has mapped."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def drop_privileges() -> None:
    """Give up every capability in this user namespace, and any way to gain one."""
    check(_libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0), "clear ambient capabilities")
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break  # past the last capability that this kernel knows
    check(_libc.prctl(PR_SET_SECUREBITS, SECUREBITS, 0, 0, 0), "securebits")
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    empty = (ctypes.c_uint32 * 6)()
    check(_libc.capset(header, empty), "drop capabilities")
    check(_libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")


def install_seccomp(program: bytes) -> None:
    """Install a compiled seccomp filter; it cannot be taken off again."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    instructions = ctypes.create_string_buffer(program, len(program))
    compiled = Program(len(program) // 8, ctypes.cast(instructions, ctypes.c_void_p))
    check(_libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(compiled), 0, 0), "seccomp")


def close_all_but(keep: int) -> None:
    """Close every descriptor but the standard three and one more."""
    os.closerange(3, keep)
    os.closerange(keep + 1, 65_536)
