"""Secrets that a host keeps outside of files: services, a resolver, command lines, keyrings, shared memory, temporary files."""

from __future__ import annotations

import ctypes
import os
import socketserver
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.hostile.canary import CANARY

IPC_PRIVATE, IPC_CREAT, IPC_RMID = 0, 0o1000, 0
SYS_ADD_KEY, SYS_KEYCTL = 248, 250  # of x86-64
KEY_SPEC_SESSION_KEYRING = -3
KEYCTL_UNLINK = 9


class _Tell(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        self.request.sendall(self.server.secret)  # type: ignore[attr-defined]


class _UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


class _LoopbackServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


class _Resolve(socketserver.BaseRequestHandler):
    """Answers whatever name is asked for with a text."""

    def handle(self) -> None:
        question, connection = self.request
        secret = self.server.secret  # type: ignore[attr-defined]
        head = question[:2] + struct.pack(">5H", 0x8180, 1, 1, 0, 0)
        text = struct.pack(">HHHIHB", 0xC00C, 16, 1, 60, len(secret) + 1, len(secret)) + secret
        connection.sendto(head + question[12:] + text, self.client_address)


@contextmanager
def host_with_secrets() -> Iterator[None]:
    """A host that tells a secret to whoever can reach one of its services, keyrings or temporary files."""
    with ExitStack() as stack:
        stack.enter_context(_serve(_LoopbackServer(("127.0.0.1", 0), _Tell), "loopback"))
        stack.enter_context(_serve(_UnixServer(f"\0grader-{os.getpid()}".encode(), _Tell), "abstract"))
        stack.enter_context(_serve(_LoopbackServer(("0.0.0.0", 0), _Tell), "network"))
        stack.enter_context(_serve(socketserver.UDPServer(("127.0.0.53", 0), _Resolve), "resolver"))
        stack.enter_context(_process(f"{CANARY}-process"))
        for folder, name in (("/tmp", "temporary"), ("/dev/shm", "shared")):
            file = stack.enter_context(tempfile.NamedTemporaryFile("w", dir=folder, prefix="grader-"))
            file.write(f"{CANARY}-{name}")
            file.flush()
            Path(file.name).chmod(0o644)
        stack.enter_context(_shared_memory(f"{CANARY}-sysv".encode()))
        stack.enter_context(_key(f"{CANARY}-key".encode()))
        yield


@contextmanager
def _serve(server: socketserver.BaseServer, name: str) -> Iterator[None]:
    server.secret = f"{CANARY}-{name}".encode()  # type: ignore[attr-defined]
    with server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield
        server.shutdown()


@contextmanager
def _process(secret: str) -> Iterator[None]:
    """A program that was started with a secret, and ends with this one."""
    waiting = [sys.executable, "-I", "-S", "-c", "import sys; sys.stdin.read()", f"--password={secret}"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE):
        yield


@contextmanager
def _shared_memory(secret: bytes) -> Iterator[None]:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    number = libc.shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0o644)
    if number < 0:
        raise OSError(ctypes.get_errno(), "shmget")
    address = libc.shmat(number, None, 0)
    ctypes.memmove(address, secret, len(secret))
    try:
        yield
    finally:
        libc.shmdt(ctypes.c_void_p(address))
        libc.shmctl(number, IPC_RMID, None)


@contextmanager
def _key(secret: bytes) -> Iterator[None]:
    libc = ctypes.CDLL(None, use_errno=True)
    key = libc.syscall(SYS_ADD_KEY, b"user", b"grader-hostile", secret, len(secret), KEY_SPEC_SESSION_KEYRING)
    if key < 0:
        raise OSError(ctypes.get_errno(), "add_key")
    try:
        yield
    finally:
        libc.syscall(SYS_KEYCTL, KEYCTL_UNLINK, key, KEY_SPEC_SESSION_KEYRING)
