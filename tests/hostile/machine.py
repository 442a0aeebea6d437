"""Seen from inside a jail: machines of staff in small, each for one class, with secrets on them and a stock grader.

Starting Python and importing what a grader and a kernel need takes far longer than grading two notebooks. So this process
imports all that once, and what would be started there as a new process is forked from here: the machine, a grader's command,
and the kernel of a notebook. All that they do afterwards is their own. Nothing secret is ever read before a fork.

It is a server: each line on stdin is a job, as JSON, and a line on stdout says how it ended. For a job it forks into namespaces
of its own, where the process that is number 1 plays the machine: when it ends, so does everything on it.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import resource
import runpy
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from autograder.sandbox.inside import isolate

HOME = "/home/staff"
JOBS = "/jobs"
SYS_KEYCTL, KEYCTL_JOIN_SESSION_KEYRING = 250, 1
SIOCSIFFLAGS, IFF_UP = 0x8914, 1
TOOLS = {"nbgrader": ("nbgrader.apps.nbgraderapp", "main"), "otter": ("otter.cli", "cli")}
PRELOAD = (
    "torch",
    "ipykernel.kernelapp",
    "matplotlib_inline.backend_inline",
    "nbgrader.apps.nbgraderapp",
    "nbgrader.apps.autogradeapp",
    "otter.cli",
    "otter.run",
    "nbconvert.preprocessors",
    "dill",
)


class Become(Exception):
    """Raised in a fork, and caught at the bottom of the stack: the process goes on as something else."""

    def __init__(self, run: Callable[[], Any]) -> None:
        self.run = run


def serve(tmp_bytes: int, limits: dict[str, int]) -> None:
    """Run jobs: ``folder`` below ``JOBS``, ``commands``, ``seconds``."""
    isolate.TMPFS_INODES = 1_000_000
    for name in PRELOAD:
        import_module(name)
    tell({"ready": True})
    for line in sys.stdin:
        job = json.loads(line)
        monitor = os.fork()
        if monitor == 0:
            isolate.unshare_all()
            machine = os.fork()
            if machine == 0:
                isolate.die_with_parent()
                raise Become(lambda job=job: play_machine(job, tmp_bytes, limits))
            os.waitpid(machine, 0)
            os._exit(0)
        tell({"in_time": ends_within(monitor, job["seconds"])})


def tell(message: dict[str, Any]) -> None:
    os.write(1, json.dumps(message).encode() + b"\n")


def ends_within(monitor: int, seconds: float) -> bool:
    """Wait for a machine, and switch it off where it takes longer."""
    waiting = os.pidfd_open(monitor)
    in_time = bool(select.select([waiting], [], [], seconds)[0])
    if not in_time:
        os.kill(monitor, signal.SIGKILL)  # and with it, as its death signal, process 1 of the machine
    os.waitpid(monitor, 0)
    os.close(waiting)
    return in_time


def play_machine(job: dict[str, Any], tmp_bytes: int, limits: dict[str, int]) -> None:
    """Be process 1 of a machine: mount, bring loopback up, have secrets, and run the commands."""
    folder = f"{JOBS}/{job['folder']}"
    said = os.open(f"{folder}/said", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(source, target)
    isolate.mount_private(tmp_bytes)
    isolate._mount(f"{folder}/home", HOME, None, isolate.MS_BIND | isolate.MS_REC, None)
    isolate._mount("tmpfs", JOBS, "tmpfs", 0, "size=4096")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))
    for name, bound in limits.items():
        resource.setrlimit(getattr(resource, name), (bound, bound))
    isolate.drop_privileges()
    libc = ctypes.CDLL(None, use_errno=True)
    isolate.check(libc.syscall(SYS_KEYCTL, KEYCTL_JOIN_SESSION_KEYRING, None), "a keyring of its own")
    os.closerange(3, 65_536)
    os.chdir(f"{HOME}/course")
    have_secrets()
    for command in job["commands"]:
        run_command(command)
    os._exit(0)


def have_secrets() -> None:
    """Fork what serves the secrets: what other processes have read of them is not theirs."""
    ready, is_ready = os.pipe()
    if os.fork() == 0:
        os.setsid()
        from tests.hostile.services import host_with_secrets

        with host_with_secrets():
            os.write(is_ready, b".")
            signal.pause()
    os.close(is_ready)
    if not os.read(ready, 1):
        raise RuntimeError("there are no secrets")
    os.close(ready)


def run_command(command: list[str]) -> None:
    """Run a command to its end, and fork the kernels that it asks for."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        raise Become(lambda: play_command(command, theirs))
    theirs.close()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    while True:
        if select.select([ours], [], [], 0.05)[0] and (asked := ours.recv(1 << 20)):
            kernel = os.fork()
            if kernel == 0:
                ours.close()
                raise Become(lambda asked=asked: play_kernel(json.loads(asked)))
            ours.sendall(f"{kernel}\n".encode())
        with suppress(ChildProcessError):
            ended, status = os.waitpid(-1, os.WNOHANG)
            if ended == child:
                break
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    os.write(1, f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}, {seconds:.1f} s of CPU\n".encode())
    ours.close()


def play_command(command: list[str], machine: socket.socket) -> None:
    """Be the command, as its script would."""
    os.setsid()
    os.environ["AUTOGRADER_HOSTILE"] = "{}-environment".format(import_module("tests.hostile.canary").CANARY)
    if command[0] not in TOOLS:
        os.execvp(command[0], command)
    from jupyter_client.provisioning import local_provisioner

    local_provisioner.launch_kernel = lambda cmd, **about: Kernel(machine, cmd, about)
    sys.argv = command
    module, function = TOOLS[command[0]]
    sys.exit(getattr(import_module(module), function)())


class Kernel:
    """Stands for the ``Popen`` of a kernel: a process that the machine has forked."""

    stdin = stdout = stderr = None

    def __init__(self, machine: socket.socket, command: list[str], about: dict[str, Any]) -> None:
        asked = {
            "argv": command[1:],
            "env": dict(about.get("env") or os.environ),
            "cwd": about.get("cwd") or os.getcwd(),
        }
        machine.sendall(json.dumps(asked).encode())
        self.pid, self.returncode = int(machine.recv(100)), None
        self._waiting = os.pidfd_open(self.pid)

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._waiting], [], [], 0)[0]:
            self.returncode = 1
        return self.returncode

    def wait(self, timeout: float | None = None) -> int | None:
        select.select([self._waiting], [], [], timeout)
        return self.poll()

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def play_kernel(asked: dict[str, Any]) -> None:
    """Be ``python -m ipykernel_launcher``."""
    os.setsid()
    os.closerange(3, 65_536)
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    assert asked["argv"][:2] == ["-m", "ipykernel_launcher"], asked["argv"]
    sys.argv = asked["argv"][1:]
    runpy.run_module("ipykernel_launcher", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    try:
        serve(int(sys.argv[1]), json.loads(sys.argv[2]))
    except Become as became:
        then = became.run
    else:
        sys.exit(0)
    while True:  # a machine forks commands, and these are forked from its own stack
        try:
            then()
            break
        except Become as became:
            then = became.run
