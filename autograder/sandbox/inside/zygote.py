"""The zygote: imports what notebooks import, once, and forks a process for each notebook.

It is trusted: it gets fixed commands and a descriptor over its control socket, and never a byte of a notebook; that goes
straight to the child over the child's own socket. It ends when its control socket closes, in whatever way the worker ended,
and every notebook with it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
from typing import Any

from . import family, isolate

# What a module imports only when it is used, and what every fork that uses it would otherwise import anew.
PULLS_IN = {"journey.plots": ("matplotlib.pyplot",)}


def main(control_fd: int) -> None:
    """Serve start commands until the control socket closes.

    Args:
        control_fd: a Unix stream socket; its first line is the configuration as JSON.
    """
    control = socket.socket(fileno=control_fd)
    config = json.loads(_read_line(control))
    try:
        if config["isolated"]:
            check_view("/", config["shown"])
            check_hidden(config["hidden"])
        shell = _preload(config["preload"])
        if config["isolated"]:
            config["seccomp"] = bytes.fromhex(config["seccomp"])
        config["base_address_bytes"] = isolate.address_space_bytes() if config["isolated"] else 0
    except Exception as error:
        control.sendall(json.dumps({"fault": f"{type(error).__name__}: {error}"}).encode() + b"\n")
        return
    control.sendall(json.dumps({"ready": os.getpid()}).encode() + b"\n")
    gc.collect()
    gc.freeze()  # the collector of a fork must not touch, and so copy, what all forks share
    _serve(control, config, shell)


def _read_line(control: socket.socket) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        chunk = control.recv(65_536)
        if not chunk:
            raise SystemExit(0)
        line += chunk
    return line


def check_view(folder: str, shown: list[str]) -> None:
    """Refuse to start where more can be seen from in here than what was to be shown and the way there.

    Raises:
        PermissionError: naming what can be seen.
    """
    for entry in (os.path.join(folder, name) for name in os.listdir(folder)):
        if entry in shown:
            continue
        if not any(path.startswith(entry + "/") for path in shown):
            raise PermissionError(f"{entry} can be seen from inside the sandbox")
        check_view(entry, shown)


def check_hidden(hidden: list[str]) -> None:
    """Refuse to start where a path that must be hidden can be seen from in here.

    Raises:
        PermissionError: naming it.
    """
    for path in hidden:
        if os.path.exists(path):
            raise PermissionError(f"{path} can be seen from inside the sandbox")


def _preload(names: list[str]) -> Any:
    """Import what notebooks import; returns the notebook shell, ready to fork."""
    import torch

    torch.set_num_threads(1)
    # journey first: it lets torchvision be imported beside a torch without CUDA, here and in every fork.
    for name in ("journey", *names, *(pulled for puller in names for pulled in PULLS_IN.get(puller, ()))):
        try:
            importlib.import_module(name)
        except Exception:  # a fork that wants it will be told why it cannot have it
            continue
    if "torch.optim" in names:
        # The first optimiser imports torch._dynamo, which takes a second: here it is paid once, not in each fork.
        torch.optim.Adam([torch.zeros(1, requires_grad=True)])
    from .shell import Shell

    return Shell()


def _serve(control: socket.socket, config: dict[str, Any], shell: Any) -> None:
    signal.signal(signal.SIGCHLD, lambda *_: _reap())
    if not config["isolated"]:
        isolate.adopt_orphans()
    while True:
        command, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not command:
            if not config["isolated"]:
                _end_notebooks()
            os._exit(0)  # the worker is gone; in a pid namespace everything else ends with this process
        (child_fd,) = descriptors
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            control.close()
            _run_monitor(child_fd, config, shell)
        os.close(child_fd)


def _end_notebooks() -> None:
    """End all that was ever started from here, where the kernel lists it. Some of it ends by itself, and orphans come here."""
    while members := family.children(os.getpid()):
        for member in members:
            family.kill_family(member)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, 0)


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _run_monitor(child_fd: int, config: dict[str, Any], shell: Any) -> None:
    """Fork the notebook's process into namespaces of its own and wait for its end. Never returns."""
    from .serve import send

    try:
        if config["isolated"]:
            isolate.close_all_but(child_fd)
            isolate.unshare_all()
            child = os.fork()
            if child == 0:
                isolate.die_with_parent()
                _run_child(child_fd, config, shell)
            os.closerange(0, 65_536)
            os.waitpid(child, 0)
        else:
            os.setsid()
            _run_child(child_fd, config, shell)
    except BaseException as error:  # a monitor must never go on as a second zygote
        with contextlib.suppress(BaseException):
            send(socket.socket(fileno=child_fd), {"fault": f"{type(error).__name__}: {error}"})
    os._exit(0)


def _run_child(child_fd: int, config: dict[str, Any], shell: Any) -> None:
    """Isolate this process, report to the trusted side, wait for its go, and serve. Never returns."""
    from .serve import Server, receive, send

    connection = socket.socket(fileno=child_fd)
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        send(connection, {"hello": os.getpid()})
        if config["isolated"]:
            isolate.mount_private(config["tmp_bytes"])
            os.chdir("/tmp/work")
            address_bytes = config["base_address_bytes"] + config["address_bytes"] if config["address_bytes"] else 0
            isolate.set_limits({**config["limits"], "address_bytes": address_bytes})
            isolate.drop_privileges()
            isolate.install_seccomp(config["seccomp"])
        send(connection, {"ready": True})
        receive(connection)  # the go: by now the trusted side has put this process into its memory cgroup
        Server(connection, shell).run()
    except BaseException as error:
        with contextlib.suppress(BaseException):
            send(connection, {"fault": f"{type(error).__name__}: {error}"})
    os._exit(0)
