"""The wire decoder: any bytes are a value within every stated bound, or a ``WireError``; what is read can be sent again."""

from __future__ import annotations

import math
import socket
import struct
from typing import Any

import msgpack
import numpy as np
import torch
from hypothesis import strategies as st

from autograder.sandbox.deadline import Deadline
from autograder.sandbox.frames import read_frame
from autograder.sandbox.inside import wire
from autograder.session.notebook import read_raised
from tests.fuzz.bounds import within_bounds
from tests.fuzz.damage import some_damage

INSTRUMENTED = ("autograder.sandbox.inside.wire",)
TOKENS = [
    b"\xa1~",
    b"\xa1v",
    b"\xa1d",
    b"\xa1s",
    b"\xa1b",
    b"\xa2id",
    b"\xa4type",
    b"\xa2ok",
    b"\xa6raised",
    b"\xa30x1",
]
TOKENS += [bytes([0xA0 + len(tag)]) + tag.encode() for tag in ("int", "complex", "tuple", "dict", "array", "scalar")]
TOKENS += [
    b"\xa6tensor",
    b"\xa6handle",
    b"\xa4bool",
    b"\xa7float64",
    b"\xa8bfloat16",
    b"\xcf\xff\xff\xff\xff\xff\xff\xff\xff",
]
MOST_STREAMED = 8_192
PLAIN = (type(None), bool, int, float, complex, str, bytes)


class Stand:
    """What stands for a handle. Like one, it is no key."""

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, name: str, kind: str) -> None:
        self.name, self.kind = name, kind


def check(body: bytes) -> str:
    """Read a frame's body; returns how that ended."""
    _check_stream(body)
    with within_bounds(len(body)):
        try:
            data = wire.load(body)
            value = wire.unpack(_asked(data), Stand)
        except wire.WireError as error:
            return f"refused: {_in_general(str(error))}"
    deepest = examine(value, len(body))
    if deepest <= wire.MAX_DEPTH // 4:  # deeper ones stay where they are, as handles
        again = wire.unpack(wire.load(wire.dump(wire.pack(value, _keep))), Stand)
        assert is_same(value, again), f"{value!r} came back as {again!r}"
    return f"read: {type(value).__name__}"


def _in_general(sentence: str) -> str:
    return " ".join("N" if word.isdigit() else word for word in sentence.split())


def _keep(value: Any) -> str:
    if not isinstance(value, Stand):
        raise AssertionError(f"a {type(value).__name__} came out, and cannot be sent back as data")
    return value.name


def _asked(data: Any) -> Any:
    """What an answer holds. What a student's exception says of itself is text, and bounded."""
    if not isinstance(data, dict) or "~" in data:
        return data
    if "raised" not in data:
        return data.get("ok")
    raised = read_raised(data["raised"])
    texts = (raised.type_name, raised.message, raised.traceback, *raised.bases)
    assert all(type(text) is str and len(text) <= 8_000 for text in texts[:3])
    assert all(type(text) is str for text in texts)
    assert len(raised.bases) <= 20
    return raised.type_name


def _check_stream(data: bytes) -> None:
    """The same bytes as they would arrive: a length and what follows."""
    if len(data) > MOST_STREAMED:
        return
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        try:
            read = read_frame(ours, Deadline(10))
        except (wire.WireError, ConnectionResetError):
            return
    (size,) = wire.HEADER.unpack(data[:4])
    assert size <= wire.MAX_FRAME_BYTES
    assert read == data[4 : 4 + size]


def examine(value: Any, size: int, depth: int = 0) -> int:
    """Assert that a value keeps every bound that the wire states; returns how deep it nests.

    Args:
        value: what was read.
        size: of the frame, in bytes.
        depth: of this part.
    """
    kind = type(value)
    if kind is Stand:
        assert len(value.name) <= 200
        assert len(value.kind) <= 200
    elif kind is int:
        assert value.bit_length() <= 3 * wire.MAX_INT_DIGITS
        str(value)  # a grader's message may hold it
    elif kind is str:
        value.encode()
    elif kind in (list, tuple, dict):
        inner = value if kind is not dict else [part for pair in value.items() for part in pair]
        assert len(inner) <= min(size, wire.MAX_ITEMS)
        return max((examine(part, size, depth + 1) for part in inner), default=depth + 1)
    elif isinstance(value, np.ndarray | np.generic):
        _examine_array(np.asarray(value), size)
    elif kind is torch.Tensor:
        assert value.device.type == "cpu"
        assert not value.requires_grad
        assert value.is_contiguous()
        shape = value.shape or (1,)
        _examine_array(_as_numpy(value).reshape(shape), size)
    else:
        assert kind in PLAIN, f"a {kind.__name__} came out"
    return depth


def _examine_array(array: np.ndarray[Any, Any], size: int) -> None:
    assert array.dtype.name in wire.ARRAY_DTYPES
    assert array.dtype.isnative
    assert array.nbytes <= size
    assert array.ndim <= wire.MAX_DIMENSIONS
    # Summed over its empty dimension, an array is as large as the others say.
    assert math.prod(length or 1 for length in array.shape) * array.itemsize <= wire.MAX_FRAME_BYTES
    if array.dtype == bool:
        assert array.view(np.uint8).max(initial=0) <= 1, "a truth value that is neither true nor false"


def is_same(left: Any, right: Any) -> bool:
    """Equality that tells types, bits of numbers and the order of keys."""
    if type(left) is not type(right):
        return False
    if isinstance(left, Stand):
        return left.name == right.name
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(is_same, left, right))
    if isinstance(left, dict):
        return is_same([part for pair in left.items() for part in pair], [p for pair in right.items() for p in pair])
    if isinstance(left, torch.Tensor):
        return (
            left.dtype is right.dtype
            and left.shape == right.shape
            and _as_numpy(left).tobytes() == _as_numpy(right).tobytes()
        )
    if isinstance(left, np.ndarray | np.generic):
        return left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes()
    if isinstance(left, float):
        return struct.pack("d", left) == struct.pack("d", right) or (math.isnan(left) and math.isnan(right))
    if isinstance(left, complex):
        return is_same(left.real, right.real) and is_same(left.imag, right.imag)
    return bool(left == right)


def _as_numpy(tensor: torch.Tensor) -> np.ndarray[Any, Any]:
    """A tensor's numbers; of a type that NumPy does not know, their bits."""
    flat = tensor.reshape(-1)
    found: np.ndarray[Any, Any] = (flat.view(torch.int16) if tensor.dtype is torch.bfloat16 else flat).numpy()
    return found


# --- what is nearly a frame


def _tagged(tag: str, **fields: Any) -> dict[str, Any]:
    return {"~": tag, **fields}


_MODULUS = (1 << 61) - 1  # Python's numbers hash alike modulo this
_tags = st.sampled_from(["int", "complex", "tuple", "dict", "array", "scalar", "tensor", "handle", "none", "__class__"])
_dtypes = st.sampled_from([*sorted(wire.TENSOR_DTYPES) * 3, "object", "U1", "float128", "load"])
_sizes = st.integers(-1, 4) | st.sampled_from([1 << 20, 1 << 32, 1 << 40, (1 << 40) + 1])
_leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(1 << 63), (1 << 64) - 1),
    st.floats(),
    st.text(max_size=6),
    st.binary(max_size=24),
    st.builds(lambda number: _tagged("int", v=hex(number)), st.integers(-(1 << 80), 1 << 80)),
    st.builds(lambda digits: _tagged("int", v="0x" + "f" * digits), st.sampled_from([2_990, 3_001, 3_990, 4_001])),
    st.builds(
        lambda parts: _tagged("complex", v=parts), st.lists(st.floats() | st.text("1e.", max_size=3), max_size=3)
    ),
    st.builds(lambda name: _tagged("handle", id=name, type="Model"), st.text(max_size=3) | st.just("x" * 201)),
)


@st.composite
def _arrays(draw: st.DrawFn) -> dict[str, Any]:
    """Mostly as many bytes as the shape says."""
    name, tag = draw(_dtypes), draw(st.sampled_from(["array", "tensor", "scalar"]))
    is_right = st.lists(st.integers(0, 3), max_size=0 if tag == "scalar" else 3)
    shape = draw(is_right | is_right | st.lists(_sizes, max_size=4) | st.just([1] * 33))
    width = wire.TENSOR_DTYPES[name].itemsize if name in wire.TENSOR_DTYPES else 8
    needed = math.prod(shape) * width
    raw = draw(st.binary(min_size=needed, max_size=needed) if 0 <= needed <= 64 else st.binary(max_size=64))
    return _tagged(tag, d=name, s=shape, b=raw)


def _pumped(value: Any, count: int, kind: str) -> Any:
    """Something small, many times."""
    match kind:
        case "long":
            return [value] * count
        case "deep":
            for _ in range(count % 80):
                value = [value]
            return value
        case "keys":
            return _tagged("dict", v=[[number, value] for number in range(count)])
        case "alike":
            return _tagged("dict", v=[[_tagged("int", v=hex((number + 2) * _MODULUS)), 0] for number in range(count)])
        case _:
            return _tagged("dict", v=[[_tagged("complex", v=[-1000003.0 * n, float(n)]), 0] for n in range(count)])


def _containers(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    pairs = st.lists(st.tuples(_leaves | inner, inner).map(list), max_size=4)
    return st.one_of(
        st.lists(inner, max_size=5),
        st.lists(inner, max_size=4).map(lambda items: _tagged("tuple", v=items)),
        pairs.map(lambda found: _tagged("dict", v=found)),
        (pairs | st.lists(st.lists(inner, max_size=3), max_size=2)).map(lambda found: _tagged("dict", v=found)),
        st.builds(lambda tag, value: _tagged(tag, v=value, d="int8", s=[], b=b"", id="", type=""), _tags, inner),
    )


values = st.recursive(_leaves | _arrays(), _containers, max_leaves=10)
_pumping = st.sampled_from(["long", "deep", "keys", "alike", "complex"])
_counts = st.sampled_from([0, 1, 15, 16, 17, 61, 62, 63, 64, 65, 200, *[300] * 60, 2_000, 12_000])
_said = st.dictionaries(st.sampled_from(["type", "message", "traceback", "bases"]), values)
trees = st.one_of(
    _arrays(),
    values,
    _containers(values),
    values.map(lambda value: {"ok": value}),
    (_said | values).map(lambda said: {"raised": said}),
    st.builds(_pumped, _leaves, _counts, _pumping),
)


def _packed(tree: Any) -> bytes:
    return bytes(msgpack.packb(tree, use_bin_type=True, unicode_errors="surrogatepass"))


nearly_valid = some_damage(trees.map(_packed))


def seeds() -> list[bytes]:
    """Frames as they are sent."""
    values = [None, 1 << 70, -5, 2.5, 1 + 2j, "text", b"bytes", (1, (2, 3)), {"a": {1: [2]}, (1, 2): 3}, [[[]]]]
    values += [
        np.float32(1.5),
        np.arange(6.0).reshape(2, 3),
        torch.ones(2, 2, dtype=torch.bfloat16),
        torch.tensor([True]),
    ]
    bodies = [wire.dump(wire.pack(value, _keep)) for value in values]
    bodies.append(wire.dump(wire.pack(Stand("h1", "Model"), _keep)))
    raised = {"type": "ValueError", "message": "no", "traceback": "line 1", "bases": ["ValueError", "Exception"]}
    return [*bodies, wire.dump({"ok": wire.pack(values, _keep)}), wire.dump({"raised": raised})]
