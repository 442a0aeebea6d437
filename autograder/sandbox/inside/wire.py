"""Frames between the trusted side and the sandbox: length-prefixed msgpack of plain data and raw arrays.

Both sides use this module; only the trusted side has to distrust what it reads. A frame is a four-byte big-endian length
and one msgpack value. msgpack itself carries None, bool, 64-bit int, float, str, bytes and lists; everything else is a map
with the one key ``~`` for its type, so that a student's dictionary can never be taken for one of ours.

Before msgpack builds any object, :func:`scan` walks the raw bytes and refuses too many items, too deep a nesting,
extension types and lengths that run past the end: a 16 MiB frame of empty lists would otherwise become 1.2 GB of objects.
"""

from __future__ import annotations

import math
import struct
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import msgpack
import numpy as np
import torch

MAX_FRAME_BYTES = 64 << 20
MAX_ITEMS = 200_000
MAX_DEPTH = 64
MAX_DIMENSIONS = 32
MAX_INT_DIGITS = 4_000
MAX_ALIKE = 64  # keys of one dictionary with one hash: to tell each from all others takes time with their square

HEADER = struct.Struct(">I")

_INTEGERS = tuple(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64))
ARRAY_DTYPES = frozenset({"bool", *_INTEGERS, "float16", "float32", "float64", "complex64", "complex128"})
# bfloat16 has no NumPy type: its bits travel as 16-bit integers.
TENSOR_DTYPES = {name: getattr(torch, name) for name in (*ARRAY_DTYPES, "bfloat16") if hasattr(torch, name)}
_TENSOR_NAMES = {dtype: name for name, dtype in TENSOR_DTYPES.items()}

Keep = Callable[[Any], str]
Find = Callable[[str, str], Any]


class WireError(Exception):
    """The bytes are not a frame that this protocol allows."""


class Unpackable(Exception):
    """An object is not plain data: it stays in the sandbox, as a handle."""


class CannotKeep(Exception):
    """Whoever packs has no place for an object that stays behind."""


class Stays:
    """Wraps a value that goes as a handle whatever it is."""

    def __init__(self, value: Any) -> None:
        self.value = value


# --- frames -----------------------------------------------------------------------------------------------------------


def dump(message: Any) -> bytes:
    """One frame's body.

    Raises:
        WireError: if it is larger than a frame may be, or msgpack cannot carry it.
    """
    try:
        body: bytes = msgpack.packb(message, use_bin_type=True)
    except Exception as error:
        raise WireError(f"not for msgpack: {type(error).__name__}") from error
    if len(body) > MAX_FRAME_BYTES:
        raise WireError(f"{len(body)} bytes are more than the {MAX_FRAME_BYTES} that one message may have")
    if len(body) > MAX_ITEMS:  # a shorter one cannot hold too many items
        scan(body)
    return body


def load(body: bytes) -> Any:
    """Read one frame's body into msgpack's plain types.

    Raises:
        WireError: if it is malformed, or larger than the limits in any direction.
    """
    scan(body)
    try:
        return msgpack.unpackb(body, raw=False, strict_map_key=True, object_pairs_hook=_unique)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"not msgpack: {type(error).__name__}") from error


def _unique(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for key, value in pairs:
        if not isinstance(key, str) or key in found:
            raise WireError("a map's keys must be text, each once")
        found[key] = value
    return found


# First byte of a msgpack value -> (bytes of length field, bytes of fixed payload). Containers are handled apart.
_FIXED = {0xC0: 0, 0xC2: 0, 0xC3: 0, 0xCA: 4, 0xCB: 8}
_FIXED |= {0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8}
_SIZED = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}
_CONTAINERS = {0xDC: (2, 1), 0xDD: (4, 1), 0xDE: (2, 2), 0xDF: (4, 2)}


def scan(body: bytes) -> None:
    """Check a frame's structure without building anything from it.

    Raises:
        WireError: if it has too many items, nests too deeply, uses an extension type, or runs past its end.
    """
    position, items, end = 0, 0, len(body)
    open_counts = [1]  # how many values each open container still waits for
    while open_counts:
        if open_counts[-1] == 0:
            open_counts.pop()
            continue
        open_counts[-1] -= 1
        items += 1
        if items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS} items")
        if position >= end:
            raise WireError("the frame ends within a value")
        first = body[position]
        position += 1
        children = 0
        if first <= 0x7F or first >= 0xE0:
            continue
        if first <= 0x8F:
            children = 2 * (first & 0x0F)
        elif first <= 0x9F:
            children = first & 0x0F
        elif first <= 0xBF:
            position += first & 0x1F
        elif first in _FIXED:
            position += _FIXED[first]
        elif first in _SIZED:
            width = _SIZED[first]
            position += width + int.from_bytes(body[position : position + width], "big")
        elif first in _CONTAINERS:
            width, each = _CONTAINERS[first]
            children = each * int.from_bytes(body[position : position + width], "big")
            position += width
        else:
            raise WireError("extension types are not allowed")
        if position > end or children > end - position:
            raise WireError("a length runs past the end of the frame")
        if children:
            open_counts.append(children)
            if len(open_counts) > MAX_DEPTH:
                raise WireError(f"nested more than {MAX_DEPTH} deep")
    if position != end:
        raise WireError("bytes follow the value")


# --- values -----------------------------------------------------------------------------------------------------------


def pack(value: Any, keep: Keep, depth: int = 0) -> Any:
    """Turn a value into what a frame can carry; what is not plain data is kept and goes as a handle.

    Args:
        value: anything.
        keep: stores an object that stays behind and returns its handle's id.
        depth: of the nesting so far.

    Raises:
        CannotKeep: if ``keep`` does.
    """
    if value is None or value is True or value is False:
        return value
    kind = type(value)
    if kind is float or kind is bytes:
        return value
    if kind is Stays:
        return _pack_handle(value.value, keep)
    if depth > MAX_DEPTH // 4:
        return _pack_handle(value, keep)
    try:
        return _pack_data(value, kind, keep, depth + 1)
    except CannotKeep:
        raise
    except Exception:  # whatever a student's class does when it is looked at: it is no plain data
        return _pack_handle(value, keep)


def _pack_handle(value: Any, keep: Keep) -> dict[str, Any]:
    return {"~": "handle", "id": keep(value), "type": type_name(type(value))[:80]}


def type_name(kind: type) -> str:
    """A class's name as it was defined, whatever its metaclass says."""
    name: str = type.__dict__["__name__"].__get__(kind)
    return name


def _no_place(value: Any) -> str:
    raise Unpackable


def _pack_data(value: Any, kind: type, keep: Keep, depth: int) -> Any:
    if issubclass(kind, str):  # before NumPy's scalars, one of which is a text
        text = str.__str__(value)
        if not text.isascii():
            text.encode()  # lone surrogates have no place in a frame
        return text
    if isinstance(value, torch.Tensor):
        return _pack_tensor(value)
    if isinstance(value, np.ndarray):
        return _pack_array(np.asarray(value), scalar=False)
    if isinstance(value, np.generic):
        return _pack_array(np.asarray(value), scalar=True)
    if issubclass(kind, int):
        number = int.__index__(value)
        if -(1 << 63) <= number < 1 << 63:
            return number
        if _is_long(number):
            raise Unpackable
        return {"~": "int", "v": hex(number)}
    if issubclass(kind, float):
        return float.__float__(value)
    if issubclass(kind, complex):
        return {"~": "complex", "v": [complex.__complex__(value).real, complex.__complex__(value).imag]}
    if issubclass(kind, bytes | bytearray):
        return bytes(value)
    if issubclass(kind, tuple):
        return {"~": "tuple", "v": [pack(item, keep, depth) for item in tuple.__iter__(value)]}
    if issubclass(kind, list):
        return [pack(item, keep, depth) for item in list.__iter__(value)]
    if issubclass(kind, dict):
        # a handle cannot be a key: a dictionary with such a key stays as a whole
        return {"~": "dict", "v": [[pack(k, _no_place, depth), pack(v, keep, depth)] for k, v in dict.items(value)]}
    raise Unpackable


def _pack_tensor(tensor: torch.Tensor) -> dict[str, Any]:
    if tensor.layout is not torch.strided or tensor.dtype not in _TENSOR_NAMES or tensor.is_quantized:
        raise Unpackable
    plain = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous()
    shape = list(plain.shape)
    if plain.dtype is torch.bfloat16:
        plain = plain.view(torch.int16) if shape else plain.reshape(1).view(torch.int16)
    data = plain.numpy().tobytes()
    return {"~": "tensor", "d": _TENSOR_NAMES[tensor.dtype], "s": shape, "b": data}


def _pack_array(array: np.ndarray[Any, Any], *, scalar: bool) -> dict[str, Any]:
    if array.dtype.name not in ARRAY_DTYPES:
        raise Unpackable
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    tag = "scalar" if scalar else "array"
    return {"~": tag, "d": array.dtype.name, "s": list(array.shape), "b": little.tobytes()}


def unpack(data: Any, find: Find) -> Any:
    """Rebuild a value from a frame; every claim that it makes about itself is checked.

    Args:
        data: what :func:`load` returned.
        find: makes the object that stands for a handle, from its id and its type's name.

    Raises:
        WireError: if a tagged value is not what its tag says.
    """
    if data is None or isinstance(data, bool | int | float | str | bytes):
        return data
    if isinstance(data, list):
        return [unpack(item, find) for item in data]
    if not isinstance(data, dict):
        raise WireError("not a value")
    try:
        return _UNPACK[data["~"]](data, find)
    except WireError:
        raise
    except Exception as error:
        raise WireError(f"a malformed value: {type(error).__name__}") from error


def _is_long(number: int) -> bool:
    """Whether an integer has more digits than may be sent: Python refuses to write one of more than 4,300."""
    return number.bit_length() > 3 * MAX_INT_DIGITS


def _unpack_int(data: dict[str, Any], find: Find) -> int:
    digits = data["v"]
    if not isinstance(digits, str) or len(digits) > MAX_INT_DIGITS or _is_long(number := int(digits, 16)):
        raise WireError("not an integer, or one of too many digits")
    return number


def _unpack_complex(data: dict[str, Any], find: Find) -> complex:
    real, imaginary = _as_list(data["v"])
    if type(real) is not float or type(imaginary) is not float:
        raise WireError("not a complex number")
    return complex(real, imaginary)


def _unpack_tuple(data: dict[str, Any], find: Find) -> tuple[Any, ...]:
    return tuple(unpack(item, find) for item in _as_list(data["v"]))


def _unpack_dict(data: dict[str, Any], find: Find) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    alike: Counter[int] = Counter()
    for pair in _as_list(data["v"]):
        first, value = _as_list(pair)
        key = unpack(first, find)
        alike[hash(key)] += 1  # anybody can compute numbers that hash alike, as many as a frame holds
        if alike[hash(key)] > MAX_ALIKE:
            raise WireError(f"more than {MAX_ALIKE} keys with one hash")
        found[key] = unpack(value, find)
    return found


def _unpack_array(data: dict[str, Any], find: Find) -> Any:
    name, raw, is_scalar = data["d"], data["b"], data["~"] == "scalar"
    if name not in ARRAY_DTYPES or (is_scalar and data["s"]):
        raise WireError("not an array's type")
    dtype = np.dtype(name).newbyteorder("<")
    shape = _checked_shape(data["s"], dtype.itemsize, raw)
    if not raw:
        return np.empty(shape, dtype=name)
    array = np.frombuffer(_writable(raw, name), dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="), copy=False)
    return array[()] if is_scalar else array


def _unpack_tensor(data: dict[str, Any], find: Find) -> torch.Tensor:
    dtype, raw = TENSOR_DTYPES[data["d"]], data["b"]
    shape = _checked_shape(data["s"], dtype.itemsize, raw)
    if not raw:
        return torch.empty(shape, dtype=dtype)
    return torch.frombuffer(_writable(raw, data["d"]), dtype=dtype).reshape(shape)


def _writable(raw: bytes, dtype: str) -> bytearray:
    """An array's bytes; truth values are 0 or 1, whatever stood for true: libraries differ about others."""
    return bytearray(np.frombuffer(raw, np.uint8) != 0) if dtype == "bool" else bytearray(raw)


def _unpack_handle(data: dict[str, Any], find: Find) -> Any:
    name, kind = data["id"], data["type"]
    if not (isinstance(name, str) and isinstance(kind, str) and len(name) <= 200 and len(kind) <= 200):
        raise WireError("not a handle")
    return find(name, kind)


def _as_list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise WireError("not a list")
    return value


def _checked_shape(shape: Any, item_bytes: int, raw: Any) -> tuple[int, ...]:
    """The shape that an array claims, if its bytes fill it.

    Of an empty one, too, what remains without its empty dimensions must fit into a frame: a sum over these is as large.
    """
    if not isinstance(shape, list) or len(shape) > MAX_DIMENSIONS or not isinstance(raw, bytes):
        raise WireError("not a shape and its bytes")
    if any(type(size) is not int or size < 0 for size in shape):
        raise WireError("not a shape")
    if math.prod(shape) * item_bytes != len(raw):
        raise WireError("an array's bytes do not fill its shape")
    if math.prod(size or 1 for size in shape) * item_bytes > MAX_FRAME_BYTES:
        raise WireError("an empty array of a vast shape")
    return tuple(shape)


_UNPACK: dict[str, Callable[[dict[str, Any], Find], Any]] = {
    "int": _unpack_int,
    "complex": _unpack_complex,
    "tuple": _unpack_tuple,
    "dict": _unpack_dict,
    "array": _unpack_array,
    "scalar": _unpack_array,
    "tensor": _unpack_tensor,
    "handle": _unpack_handle,
}
