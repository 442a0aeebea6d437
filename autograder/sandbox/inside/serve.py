"""The loop that answers the trusted side's requests, in the process where student code runs.

A request is a map with ``op`` and its arguments; an answer has ``ok`` (a packed value) or ``raised``. Nothing that happens
here is believed on the other side: a student who takes this loop over can answer wrongly, and answering wrongly is what the
graders judge.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
import socket
import sys
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch

from . import isolate, wire
from .shell import BoundedText, Shell, silence

MAX_CHECKPOINT_BYTES = wire.MAX_FRAME_BYTES // 2


def send(connection: socket.socket, message: Any) -> None:
    """Write one frame."""
    body = wire.dump(message)
    connection.sendall(wire.HEADER.pack(len(body)) + body)


def receive(connection: socket.socket) -> Any:
    """Read one frame, and the descriptor that may come with it; ends the process when the other side is gone."""
    header = _read(connection, wire.HEADER.size)
    (size,) = wire.HEADER.unpack(header)
    return wire.load(_read(connection, size))


def _read(connection: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        chunk = connection.recv(min(size - len(parts), 1 << 20))
        if not chunk:
            os._exit(0)
        parts += chunk
    return bytes(parts)


class Server:
    """Answers requests about one notebook, in one state of it."""

    def __init__(self, connection: socket.socket, shell: Shell) -> None:
        self.connection, self.shell = connection, shell
        self.objects: dict[str, Any] = {}
        self.forks: list[int] = []
        self.is_leader = True

    def run(self) -> None:
        """Serve until the trusted side closes the connection."""
        silence()
        reseed()
        while True:
            request = receive(self.connection)
            self._reap()
            if request["op"] == "fork":
                self._fork()
                continue
            try:
                answer = self._answer(request)
            except BaseException as error:  # SystemExit and KeyboardInterrupt are answers too
                answer = {"raised": self.shell.describe(error)}
            self._send(answer)

    def _send(self, answer: dict[str, Any]) -> None:
        try:
            send(self.connection, answer)
        except wire.WireError as error:
            send(self.connection, {"raised": self.shell.describe(OverflowError(f"the answer is too large: {error}"))})

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["op"] == "cell":
            answer = self.shell.run_cell(request["source"], request["label"], request["output_chars"])
            return {"ok": answer.get("text", ""), **{k: v for k, v in answer.items() if k == "raised"}}
        quiet = BoundedText(0)
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            value = getattr(self, f"_do_{request['op']}")(request)
            return {"ok": wire.pack(value, self._keeper(request["key"]))}

    def _keeper(self, key: str) -> wire.Keep:
        """Handle ids are made of the request's key: they are the same in every run."""
        count = 0

        def keep(value: Any) -> str:
            nonlocal count
            name = f"{key}.{count}"
            count += 1
            self.objects[name] = value
            return name

        return keep

    def _unpack(self, data: Any) -> Any:
        return wire.unpack(data, lambda name, kind: self.objects[name])

    def _do_get(self, request: dict[str, Any]) -> Any:
        return self._named(request["name"])

    def _named(self, name: str) -> Any:
        try:
            return self.shell.namespace[name]
        except KeyError:
            raise NameError(f"name {name!r} is not defined") from None

    def _do_call(self, request: dict[str, Any]) -> Any:
        function = self._unpack(request["handle"]) if "handle" in request else self._named(request["name"])
        args = [self._unpack(item) for item in request["args"]]
        kwargs = {key: self._unpack(item) for key, item in request["kwargs"].items()}
        return function(*args, **kwargs)

    def _do_item(self, request: dict[str, Any]) -> Any:
        holder = self._unpack(request["handle"])
        if "attribute" in request:
            return getattr(holder, request["attribute"])
        return holder[self._unpack(request["index"])]

    def _do_run(self, request: dict[str, Any]) -> Any:
        helper = self.shell.define_helper(request["source"], request["name"])
        namespace = SimpleNamespace(**{k: v for k, v in self.shell.namespace.items() if not k.startswith("_")})
        return helper(namespace, *[self._unpack(item) for item in request["args"]])

    def _do_checkpoint(self, request: dict[str, Any]) -> bytes:
        buffer = io.BytesIO()
        torch.save(self._unpack(request["handles"]), buffer)
        if buffer.tell() > MAX_CHECKPOINT_BYTES:
            raise OverflowError(f"a checkpoint of {buffer.tell()} bytes is too large")
        return buffer.getvalue()

    def _do_restore(self, request: dict[str, Any]) -> list[Any]:
        """Load a checkpoint. A pickle may run anything: here is the only place where that harms nobody else."""
        device = None if torch.cuda.is_available() else "cpu"  # what was trained on a GPU is judged without one, too
        values = torch.load(io.BytesIO(request["data"]), weights_only=False, map_location=device)
        return [wire.Stays(value) for value in values]

    def _fork(self) -> None:
        """Fork this state: the child answers on the descriptor that the trusted side sends next."""
        _, descriptors, _, _ = socket.recv_fds(self.connection, 1, 1)
        (descriptor,) = descriptors
        if torch.cuda.is_initialized():  # a fork could not use the GPU, and would answer otherwise
            os.close(descriptor)
            self._send({"ok": "not with a GPU"})
            return
        numbers = random.getstate()
        try:
            child = self._fork_process()
        except OSError as error:
            os.close(descriptor)
            self._send({"raised": self.shell.describe(error)})
            return
        if child == 0:
            self.connection.close()
            self.connection = socket.socket(fileno=descriptor)
            if self.is_leader:
                os.setpgid(0, 0)
            self.forks, self.is_leader = [], False
            random.setstate(numbers)  # Python seeds it anew in every fork
            isolate.adopt_orphans()
            send(self.connection, {"hello": os.getpid()})
            return
        os.close(descriptor)
        if self.is_leader:
            with contextlib.suppress(OSError):  # both do, so that it is done when either goes on
                os.setpgid(child, child)
        self.forks.append(child)
        self._send({"ok": None})

    @staticmethod
    def _fork_process() -> int:
        try:
            return os.fork()
        except OSError:  # dead processes whose parents never asked after them count as processes, too
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            return os.fork()

    def _reap(self) -> None:
        """Collect forks that the trusted side has ended; a student's own children are left to the student.

        What a dead fork leaves behind comes to the leader, process 1: each of its forks has a process group to be known by.
        """
        for child in list(self.forks):
            try:
                while os.waitpid(-child if self.is_leader else child, os.WNOHANG)[0]:
                    pass
            except ChildProcessError:
                self.forks.remove(child)


def reseed() -> None:
    """Give each notebook the same state of the usual random generators, whatever ran in this worker before."""
    random.seed(0)
    np.random.seed(0)
    torch.manual_seed(0)
    sys.stdin = io.StringIO()  # input() meets the end of a file at once
