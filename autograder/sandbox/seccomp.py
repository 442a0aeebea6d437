"""The system calls that student code may not make, compiled outside the sandbox to a filter that is installed inside.

Allow by default: training, threads, DataLoader workers and subprocesses need most of the kernel. What is refused is what
reaches past one's own process, builds new namespaces, or is a large and seldom used part of the kernel.
"""

from __future__ import annotations

import errno
import functools
import tempfile
from typing import Any

REFUSED = (
    # other processes
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_open", "pidfd_getfd",
    "pidfd_send_signal",
    # namespaces, mounts, identities
    "unshare", "setns", "mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "fsopen", "fsconfig",
    "fsmount", "fspick", "mount_setattr", "setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid",
    "setgroups", "setfsuid", "setfsgid", "capset",
    # the kernel's own machinery
    "bpf", "perf_event_open", "userfaultfd", "add_key", "request_key", "keyctl", "io_uring_setup", "io_uring_enter",
    "io_uring_register", "kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot",
    "swapon", "swapoff", "syslog", "acct", "quotactl", "quotactl_fd", "settimeofday", "clock_settime", "adjtimex",
    "clock_adjtime", "sethostname", "setdomainname", "iopl", "ioperm", "personality", "lookup_dcookie", "nfsservctl",
    "open_by_handle_at", "name_to_handle_at", "fanotify_init", "vhangup",
    # memory and queues that no limit of ours counts
    "memfd_create", "memfd_secret", "shmget", "shmat", "shmdt", "shmctl", "semget", "semop", "semtimedop", "semctl",
    "msgget", "msgsnd", "msgrcv", "msgctl", "mq_open", "mq_unlink", "mq_timedsend", "mq_timedreceive", "mq_notify",
    "mq_getsetattr", "mbind", "set_mempolicy", "migrate_pages", "move_pages",
)  # fmt: skip

CLONE_NEW_ANY = 0x7E020000  # CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET}
AF_UNIX = 1
TERMINAL_INJECTION = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX


@functools.cache
def compile_filter() -> bytes:
    """The compiled filter, as the kernel's array of 8-byte instructions.

    Raises:
        ImportError: where libseccomp or its binding is missing.
    """
    import pyseccomp

    refuse = pyseccomp.ERRNO(errno.EPERM)
    rules = pyseccomp.SyscallFilter(defaction=pyseccomp.ALLOW)
    rules.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)  # x32 and 32-bit calls have other numbers
    for name in REFUSED:
        _add(rules, refuse, name)
    # glibc falls back to clone, whose flags a filter can read, where clone3 does not exist
    _add(rules, pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    for bit in range(32):
        if CLONE_NEW_ANY >> bit & 1:
            _add(rules, refuse, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, 1 << bit, 1 << bit))
    _add(rules, refuse, "socket", pyseccomp.Arg(0, pyseccomp.NE, AF_UNIX))
    _add(rules, refuse, "socketpair", pyseccomp.Arg(0, pyseccomp.NE, AF_UNIX))
    for request in TERMINAL_INJECTION:
        _add(rules, refuse, "ioctl", pyseccomp.Arg(1, pyseccomp.MASKED_EQ, 0xFFFFFFFF, request))
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def _add(rules: Any, action: int, name: str, *args: Any) -> None:
    import pyseccomp

    try:
        number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    except OSError:
        return  # this architecture, or this libseccomp, does not know the call
    if number >= 0:
        rules.add_rule(action, number, *args)
