"""What fuzzing has found, and thinking about it beside: each once more, so that it stays mended."""

from __future__ import annotations

import json
from typing import Any

import msgpack

from tests.fuzz.notebooks import RELEASE

_MODULUS = (1 << 61) - 1  # numbers hash alike modulo this


def _frame(tag: str, **fields: Any) -> bytes:
    return bytes(msgpack.packb({"~": tag, **fields}, use_bin_type=True))


def _keys(*keys: Any) -> bytes:
    return _frame("dict", v=[[key, 0] for key in keys])


def _answers(source: str, count: int) -> bytes:
    """A notebook with one answer, many times."""
    cell = next(cell for cell in RELEASE["cells"] if cell["id"] == "total-answer")
    return json.dumps({**RELEASE, "cells": [{**cell, "source": source}] * count}).encode()


def _old(cell: str) -> bytes:
    return f'{{"nbformat": 3, "worksheets": [{{"cells": [{cell}]}}]}}'.encode()


FRAMES = {
    "integers that hash alike: seconds for one answer": _keys(
        *({"~": "int", "v": hex((number + 2) * _MODULUS)} for number in range(20_000))
    ),
    "complex numbers that hash alike": _keys(
        *({"~": "complex", "v": [-1000003.0 * number, float(number)]} for number in range(20_000))
    ),
    "long integers that hash alike": _keys(
        *({"~": "int", "v": hex((number << 9_000) * _MODULUS)} for number in range(4_000))
    ),
    "an empty array whose sum has 8 TB": _frame("array", d="float64", s=[0, 1 << 40], b=b""),
    "an empty tensor whose sum has 8 TB": _frame("tensor", d="float64", s=[1 << 40, 0], b=b""),
    "truth values of 255": _frame("array", d="bool", s=[2], b=b"\xff\x02"),
    "truth values of 255, in a tensor": _frame("tensor", d="bool", s=[2], b=b"\xff\x02"),
    "an integer that Python does not write": _frame("int", v="f" * 3_900),
    "an integer in bytes": _frame("int", v=b"ff"),
    "a complex number of text": _frame("complex", v=["1e5", "nan"]),
    "a complex number of two letters": _frame("complex", v="12"),
    "a scalar with a shape": _frame("scalar", d="float64", s=[1], b=bytes(8)),
}
NOTEBOOKS = {
    "a heading of infinite level": _old('{"cell_type": "heading", "level": 1e999, "source": "x"}'),
    "a heading of level NaN": _old('{"cell_type": "heading", "level": NaN}'),
    "a heading of level -1e999": _old('{"cell_type": "heading", "level": -1e999}'),
    "quotation marks that do not close: seconds for each cell": _answers(
        "raise NotImplementedError()\n" + "\\'" * 9_000, 20
    ),
    "the same, with names between": _answers("raise NotImplementedError()\n" + "'a\\" * 6_000, 20),
}
_SIGNED = b"\1"
ARCHIVES = {
    "a row of a stranger's types, signed": _SIGNED + msgpack.packb([[{}], [["key", 5, None, 1, "x", [], {}, 0, -1]]]),
    "an answer of a run that there is not, signed": _SIGNED
    + msgpack.packb([[{}], [["key", b"\x81\xa2ok\xc0", "", "", 1.0, 1.0, 0.0, False, 7]]]),
    "an ending that there is not, signed": _SIGNED
    + msgpack.packb([[{}], [["key", None, "Strange", "", 1.0, 1.0, 0.0, False, 0]]]),
    "half a character in a reason, signed": _SIGNED
    + msgpack.packb(
        [[{}], [["key", None, "Crashed", "\ud800", 1.0, 1.0, 0.0, False, 0]]], unicode_errors="surrogatepass"
    ),
}
FOUND = {"frames": FRAMES, "notebooks": NOTEBOOKS, "archives": ARCHIVES}
