"""Forged frames: what each does to a trusted side that takes it as it comes, and that ours takes none.

The one that takes them is what one writes first: a length, msgpack with pickles for what msgpack has no type for, arrays by
``frombuffer`` and ``reshape``. Whether ours ends the conversation, with a real notebook at its other end, is tried in
``tests/sandbox/test_client.py``; more frames are in ``tests/sandbox/test_wire_hostile.py``.
"""

from __future__ import annotations

import pickle
import socket
import struct
import subprocess
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import msgpack
import numpy as np
import pytest

from autograder.errors import TimedOut
from autograder.sandbox.client import Process
from autograder.sandbox.inside import wire
from autograder.sandbox.memory import NoCage

RAN: list[str] = []  # by a pickle, on the trusted side
PICKLE, ARRAY = 1, 2


def run(word: str) -> None:
    RAN.append(word)


class Program:
    def __reduce__(self) -> tuple[Any, ...]:
        return run, ("it ran on the trusted side",)


def take(body: bytes) -> Any:
    """What a frame is without a defence."""
    return msgpack.unpackb(body, raw=False, strict_map_key=False, ext_hook=_rebuild, object_hook=_as_array)


def _rebuild(kind: int, data: bytes) -> Any:
    return pickle.loads(data) if kind == PICKLE else data


def _as_array(found: dict[Any, Any]) -> Any:
    if found.get("~") != "array":
        return found
    return np.frombuffer(found["b"], dtype=found["d"]).reshape(found["s"])


def array(dtype: Any, shape: list[Any], data: bytes) -> bytes:
    return msgpack.packb({"~": "array", "d": dtype, "s": shape, "b": data})


def costs(body: bytes, read: Callable[[bytes], Any]) -> int:
    """How many bytes reading a frame takes at most, for each byte that it has."""
    tracemalloc.start()
    with suppress(Exception):
        read(body)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most // len(body)


def is_confused(read: Callable[[bytes], Any], body: bytes) -> bool:
    """Whether what comes of a frame is an array of a shape that it did not claim, or a fault of the trusted side's own."""
    try:
        found = read(body)
    except wire.WireError:
        return False
    except Exception:  # not a student's fault any more: whoever grades the class has to look for it
        return True
    return isinstance(found, np.ndarray)


def read_here(body: bytes) -> Any:
    return wire.unpack(wire.load(body), lambda name, kind: None)


@pytest.mark.parametrize(
    "body",
    [
        array("<f8", [-1], bytes(24)),
        array("<f8", [-1, 2], bytes(32)),
        array("<f8", [float("nan")], bytes(8)),
        array("<f8", [2.0], bytes(16)),
        array("<f8", [1 << 70 >> 7], bytes(8)),
        array("O", [1], bytes(8)),
        array("<f8", [3], bytes(8)),
        array("S8", [1], bytes(8)),
        array([["a", "<f8"]], [1], bytes(8)),
        msgpack.packb({"ok": 1.0})[:-1],
        b"\x81\xa2ok\xa2\xff\xfe",
        b"\x91" * 2_000 + b"\xc0",
        b"\xdd\xff\xff\xff\xff",
        b"\x81\x90\x01",
    ],
    ids=[
        "negative dimension",
        "negative dimension of two",
        "a dimension that is NaN",
        "a dimension that is no integer",
        "a dimension past every memory",
        "of objects",
        "too few bytes",
        "of text",
        "of records",
        "truncated",
        "not UTF-8",
        "nested",
        "a length that is not there",
        "a list for a key",
    ],
)
def test_what_is_no_value(body: bytes) -> None:
    assert is_confused(take, body), "the attack is none"
    assert not is_confused(read_here, body)


def test_one_that_grows() -> None:
    body = b"\xdd" + struct.pack(">I", 1 << 20) + b"\x90" * (1 << 20)
    assert costs(body, take) > 50, "the attack is none"
    assert costs(body, read_here) == 0


def test_a_pickle() -> None:
    body = msgpack.packb(msgpack.ExtType(PICKLE, pickle.dumps(Program())))
    take(body)
    assert RAN, "the attack is none"
    RAN.clear()
    with pytest.raises(wire.WireError):
        wire.load(body)
    assert not RAN


def frame(message: Any) -> bytes:
    body = wire.dump(message)
    return wire.HEADER.pack(len(body)) + body


def test_an_answer_after_the_deadline() -> None:
    """To the next question it would be an answer in advance: who is asked twice the same has more time to think."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(0.05)
        with pytest.raises(TimeoutError):
            ours.recv(4)  # the first question's answer, which is late
        theirs.sendall(frame({"ok": "late"}))
        assert b"late" in ours.recv(100), "the attack is none: it is not taken for the answer to the next question"
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with theirs, subprocess.Popen(["sleep", "1000"]) as notebook:
        process = Process(ours, NoCage(), notebook.pid, leader=None)
        with pytest.raises(TimedOut):
            process.request({"op": "get", "name": "f"}, 0.05)
        assert not process.is_alive
        with pytest.raises(BrokenPipeError):
            theirs.sendall(frame({"ok": "late"}))
