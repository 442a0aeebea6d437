"""Notebooks that are forged, that something happened to, and files that are none, each as a function or as bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.course import Course
from autograder.lessons import dumps
from tests.hostile.victim import (
    answered,
)

Cells = list[dict[str, Any]]


# --- notebooks that are forged, or that something happened to


def is_test(cell: dict[str, Any]) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get("grade"))


def is_answer(cell: dict[str, Any]) -> bool:
    return bool(cell["metadata"].get("nbgrader", {}).get("solution"))


def all_tests(change: Callable[[dict[str, Any]], object]) -> Callable[[Cells], Cells]:
    def forge(cells: Cells) -> Cells:
        for cell in filter(is_test, cells):
            change(cell)
        return cells

    return forge


def copy_of(cell: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return json.loads(json.dumps(cell)) | changes  # type: ignore[no-any-return]


def forge_points(cell: dict[str, Any]) -> None:
    cell["metadata"]["nbgrader"]["points"] = 1000
    cell["source"] = "pass"


def forge_result(cell: dict[str, Any]) -> None:
    cell["source"] = ""
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "all tests passed"}]
    cell["metadata"]["nbgrader"] |= {"checksum": "0" * 32, "points": 2, "locked": False}


# With wrong answers: points for nothing, where the notebook is believed.
FORGED: dict[str, Callable[[Cells], Cells]] = {
    "tests-edited": all_tests(lambda cell: cell.update(source="pass")),
    "points-forged": all_tests(forge_points),
    "points-infinite": all_tests(lambda cell: (cell.update(source=""), cell["metadata"]["nbgrader"].update(points=1e999))),
    "outputs-and-checksums-forged": all_tests(forge_result),
    "tests-doubled": lambda cells: [
        *cells, *(copy_of(cell, source="", id=f"{n}") for n, cell in enumerate(cells * 5) if is_test(cell)),
    ],
    "test-replaced-under-its-name": lambda cells: [
        copy_of(cell, source="", id="mine") if is_test(cell) else cell for cell in cells
    ],
    "tests-before-the-answers": lambda cells: [
        {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "execution_count": None,
         "source": "import torch\nclass Any:\n    def __eq__(self, other): return True\n    shape = (2,)\n"
                   "double = mean = lambda x: Any()"},
        *filter(is_test, cells), *(cell for cell in cells if not is_test(cell)),
    ],
    "answer-marked-as-test": lambda cells: [
        copy_of(cell, metadata={"nbgrader": {"grade": True, "grade_id": "double", "points": 50, "solution": False}})
        if is_answer(cell) else cell for cell in cells
    ],
    "a-test-of-ones-own": lambda cells: [
        *cells, {"cell_type": "code", "id": "own", "source": "", "outputs": [], "execution_count": None,
                 "metadata": {"nbgrader": {"grade": True, "grade_id": "bonus", "points": 100, "solution": False}}},
    ],
}  # fmt: skip
# With right answers: points lost, where the notebook is believed.
MANGLED: dict[str, Callable[[Cells], Cells]] = {
    "tests-deleted": lambda cells: [cell for cell in cells if not is_test(cell)],
    "test-became-markdown": all_tests(lambda cell: cell.update(cell_type="markdown")),
    "metadata-lost": lambda cells: [copy_of(cell, metadata={}) for cell in cells],
    "test-broken": all_tests(lambda cell: cell.update(source="1 +")),
    "reversed": lambda cells: cells[::-1],
    "answers-became-markdown": lambda cells: [
        copy_of(cell, cell_type="markdown") if is_answer(cell) else cell for cell in cells
    ],
    "grade-ids-swapped": all_tests(lambda cell: cell["metadata"]["nbgrader"].update(grade_id="none such", grade=False)),
    "tests-first": lambda cells: [*filter(is_test, cells), *(cell for cell in cells if not is_test(cell))],
}  # fmt: skip


def believe(text: str) -> float:
    """Grade a notebook as if nobody had touched it: run the cells, and add the points of each test that raises nothing."""
    names: dict[str, Any] = {}
    points = 0.0
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] != "code":
            continue
        has_passed = True
        try:
            exec("".join(cell["source"]), names)
        except Exception:
            has_passed = False
        marks = cell["metadata"].get("nbgrader", {})
        points += marks.get("points", 0) * (has_passed and bool(marks.get("grade")))
    return points


def changed(course: Course, answers: dict[str, str], change: Callable[[Cells], Cells]) -> str:
    notebook = json.loads(answered(course, answers))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    notebook["cells"] = change(notebook["cells"])
    return json.dumps(notebook)


# Each fails the public tests too, so that whoever believes a notebook can tell them from right ones.
BAD = {"double": "def double(x):\n    return 3 * x\n", "mean": "def mean(x):\n    return x.sum()\n"}


# --- files that are no notebooks


@dataclass(frozen=True)
class Odd:
    """Bytes handed in as a notebook.

    Attributes:
        data: the file.
        naive: what the usual reader makes of it: an exception, or a property of what it read.
        here: the sentence, or what is right about the notebook that is read.
    """

    data: bytes
    naive: type[Exception] | Callable[[Any], bool]
    here: str | Callable[[Any], bool]


def notebook(*cells: dict[str, Any] | str, **other: Any) -> bytes:
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **other}
    return json.dumps(whole).encode()


def code(source: str = "1", **metadata: Any) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": "a",
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def inside(data: bytes, what: bytes, instead: bytes) -> bytes:
    assert data.count(what) == 1
    return data.replace(what, instead)


def cannot_be_written(read: Any) -> bool:
    try:
        json.dumps(read, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


ODD = {
    "100,000 cells": Odd(
        notebook(*[code()] * 100_000), lambda read: len(read["cells"]) == 100_000, "more than 2000 cells|too much data"
    ),
    "10,000 levels": Odd(
        inside(notebook(code()), b'"outputs": []', b'"outputs": ' + b"[" * 10_000 + b"]" * 10_000),
        RecursionError,
        "nested too deeply",
    ),
    "levels that never end": Odd(b'{"cells": ' + b"[" * 1_000_000, RecursionError, "too much data|nested too deeply"),
    "a number of 5,000 digits": Odd(
        inside(notebook(code(), x=0), b'"x": 0', b'"x": ' + b"9" * 5_000), ValueError, "not valid JSON"
    ),
    "infinite points": Odd(
        inside(notebook(code(nbgrader={"points": 0})), b'"points": 0', b'"points": 1e999'),
        lambda read: read["cells"][0]["metadata"]["nbgrader"]["points"] == float("inf"),
        lambda read: len(read.cells) == 1,
    ),
    "points that are no number": Odd(
        inside(notebook(code(nbgrader={"points": 0})), b'"points": 0', b'"points": NaN'),
        lambda read: read["cells"][0]["metadata"]["nbgrader"]["points"] != read["cells"][0]["metadata"]["nbgrader"]["points"],
        lambda read: read.cells[0].metadata.nbgrader.points is None,
    ),
    "the same key twice": Odd(
        inside(notebook(code("print('harmless')")), b'"outputs": []', b'"outputs": [], "source": "print(\'other\')"'),
        lambda read: read["cells"][0]["source"] == "print('other')",
        lambda read: read.cells[0].source == "print('other')",  # one of them, and the same for everybody who reads on
    ),
    "half a character": Odd(
        notebook(code("'\ud800'")), cannot_be_written, lambda read: dumps(read).encode() and "\ufffd" in read.cells[0].source
    ),
    "not UTF-8": Odd(notebook(code()) + b"\xff", UnicodeDecodeError, "not a text file in UTF-8"),
    "NUL bytes": Odd(b"\0" * 5_000, ValueError, "not valid JSON"),
    "UTF-16": Odd(notebook(code()).decode().encode("utf-16"), UnicodeDecodeError, "not a text file in UTF-8"),
    "a number for a cell": Odd(notebook("5"), lambda read: read["cells"] == ["5"], "cell 1 of the notebook is damaged"),
    "ten million commas": Odd(b"[" + b"0," * 9_000_000 + b"0]", lambda read: len(read) > 9_000_000, "too much data"),
}  # fmt: skip
