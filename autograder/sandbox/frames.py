"""Bounded frames on a socket, read and written before a deadline, and who sent them.

The kernel tells which process is at the other end (``SO_PASSCRED``). What is in a frame, ``inside/wire.py`` says.
"""

from __future__ import annotations

import select
import socket
import struct
import sys
from typing import Any

from autograder.errors import HostError
from autograder.sandbox.deadline import Deadline
from autograder.sandbox.inside import wire

_CREDENTIALS = struct.Struct("3i")


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Our end, which never blocks and learns from the kernel who writes, and one to send in."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    if sys.platform == "linux":
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    ours.setblocking(False)
    return ours, theirs


def read_frame(connection: socket.socket, deadline: Deadline) -> bytes:
    """Read what is in one frame, whole.

    Raises:
        TimeoutError: if it is not there at the deadline.
        WireError: if it is larger than a frame may be; nothing of it is read.
        OSError: if the other side is gone.
    """
    return _read_exactly(connection, _checked_size(_read_exactly(connection, wire.HEADER.size, deadline)), deadline)


def write_frame(connection: socket.socket, body: bytes, deadline: Deadline) -> None:
    """Write one frame, whole.

    Raises:
        TimeoutError: if the other side has not taken it all at the deadline.
        OSError: if the other side is gone.
    """
    data = memoryview(wire.HEADER.pack(len(body)) + body)
    while data:
        try:
            data = data[connection.send(data) :]
        except BlockingIOError:
            _wait(connection, select.POLLOUT, deadline)


def expect(connection: socket.socket, key: str, deadline: Deadline) -> tuple[int, Any]:
    """Read one message of a handshake.

    Args:
        connection: our end.
        key: what it must tell.
        deadline: of it.

    Returns:
        The sender's pid, as the kernel knows it, and what it told.

    Raises:
        HostError: if it was not there in time, whole, or tells of a fault.
        OSError: if the other side is gone.
    """
    try:
        _wait(connection, select.POLLIN, deadline)
        header, ancillary, _, _ = connection.recvmsg(wire.HEADER.size, socket.CMSG_SPACE(_CREDENTIALS.size))
        if len(header) < wire.HEADER.size:
            raise HostError("a notebook's process ended while it was being set up")
        answer = wire.load(_read_exactly(connection, _checked_size(header), deadline))
    except (TimeoutError, wire.WireError) as error:
        raise HostError(f"a notebook's process could not be set up: {error}") from error
    if not isinstance(answer, dict) or key not in answer:
        fault = answer.get("fault") if isinstance(answer, dict) else answer
        raise HostError(f"a notebook's process could not be set up: {fault}")
    for level, kind, data in ancillary:
        if (level, kind) == (socket.SOL_SOCKET, getattr(socket, "SCM_CREDENTIALS", None)):
            return _CREDENTIALS.unpack(data[: _CREDENTIALS.size])[0], answer[key]
    if sys.platform == "linux":
        raise HostError("the kernel did not say which process is at the other end")
    return int(answer[key]), answer[key]


def _checked_size(header: bytes) -> int:
    (size,) = wire.HEADER.unpack(header)
    if size > wire.MAX_FRAME_BYTES:
        raise wire.WireError(f"a frame of {size} bytes")
    return int(size)


def _read_exactly(connection: socket.socket, size: int, deadline: Deadline) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        _wait(connection, select.POLLIN, deadline)
        try:
            chunk = connection.recv(min(size - len(parts), 1 << 20))
        except BlockingIOError:
            continue
        if not chunk:
            raise ConnectionResetError("the other side closed")
        parts += chunk
    return bytes(parts)


def _wait(connection: socket.socket, event: int, deadline: Deadline) -> None:
    poll = select.poll()
    poll.register(connection, event)
    while not poll.poll(max(0.0, deadline.left()) * 1000):
        if deadline.left() <= 0:
            raise TimeoutError
