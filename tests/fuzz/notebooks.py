"""The notebook's reader and repair: any file is a notebook with the course's cells and points, or a ``SubmissionError``."""

from __future__ import annotations

import copy
import json
import os
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from hypothesis import strategies as st
from nbformat import NotebookNode

from autograder.course import Limits
from autograder.errors import SubmissionError
from autograder.lessons import build_source, dumps, parse_lesson, plan, read_submission, repair, untouched_exercises
from autograder.lessons.index import SourceIndex
from autograder.lessons.model import Kind
from autograder.lessons.release import kind_of, release_of
from tests.fuzz.bounds import within_bounds
from tests.fuzz.damage import some_damage

INSTRUMENTED = (
    "autograder.lessons.read",
    "autograder.lessons.repair",
    "autograder.lessons.plan",
    "autograder.lessons.index",
)
LESSON = Path(__file__).parents[1] / "lessons" / "files" / "00_basics" / "01_small.py"
LIMITS = Limits()
SOURCE = build_source(parse_lesson(LESSON))
RELEASE = release_of(SOURCE)
INDEX = SourceIndex(SOURCE)
COURSE_IDS = {cell["id"] for cell in RELEASE["cells"]}
GRADED = [cell for cell in RELEASE["cells"] if "nbgrader" in cell["metadata"]]
POINTS = sum(cell["metadata"]["nbgrader"].get("points") or 0 for cell in GRADED)
TOKENS = [b'"cells"', b'"cell_type"', b'"code"', b'"markdown"', b'"raw"', b'"metadata"', b'"nbgrader"', b'"journey"']
TOKENS += [
    b'"grade_id"',
    b'"source"',
    b'"id"',
    b'"tags"',
    b'"attachments"',
    b'"nbformat"',
    b'"worksheets"',
    b'"heading"',
]
TOKENS += [b'"level"', b'"input"', b'"points"', b'"locked"', b"\\ud800", b"1e999", b"NaN", b"\xef\xbb\xbf"]
TOKENS += [f'"{cell["metadata"]["nbgrader"]["grade_id"]}"'.encode() for cell in GRADED]

_folder = tempfile.TemporaryDirectory(prefix="fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
_path = Path(_folder.name) / "notebook.ipynb"


def check(data: bytes) -> str:
    """Read, repair and plan a notebook's file; returns how that ended."""
    _path.write_bytes(data)
    with within_bounds(len(data)):
        try:
            read = read_submission(_path, LIMITS)
        except SubmissionError as error:
            return f"refused: {_in_general(str(error))}"
        before = dumps(read)
        repaired = repair(read, INDEX)
        planned = plan(repaired.notebook, INDEX)
        untouched = untouched_exercises(repaired.notebook, INDEX)
        again = repair(repaired.notebook, INDEX)
    assert dumps(read) == before, "repair changed what it was given"
    nbformat.validate(read)
    _check_repaired(repaired.notebook)
    assert all(note.isprintable() and len(note) < 500 for note in repaired.repairs)
    assert (again.repairs, again.notebook) == ((), repaired.notebook), "repairing twice is not repairing once"
    assert untouched <= INDEX.answers.keys()
    given = [cell.source for cell in planned if cell.kind is Kind.GIVEN]
    assert given == [cell["source"] for cell in RELEASE["cells"] if kind_of(cell) is Kind.GIVEN]
    answers = [cell.exercise for cell in planned if cell.kind is Kind.EXERCISE]
    assert len(answers) == len(set(answers))
    return "read as it is" if not repaired.repairs else "read and repaired"


def _in_general(sentence: str) -> str:
    assert sentence.isprintable(), sentence
    assert len(sentence) < 300
    return " ".join("N" if word.isdigit() else word for word in sentence.split(":")[0].split("'")[0].split())


def _check_repaired(notebook: NotebookNode) -> None:
    """It is valid, can be written, and what is graded in it is the course's."""
    nbformat.validate(notebook)
    json.loads(dumps(notebook).encode(), parse_constant=_no_constant)
    cells = notebook["cells"]
    assert len({cell["id"] for cell in cells}) == len(cells)
    graded = [cell for cell in cells if "nbgrader" in cell["metadata"]]
    assert [cell["metadata"] for cell in graded] == [cell["metadata"] for cell in GRADED]
    assert sum(cell["metadata"]["nbgrader"].get("points") or 0 for cell in graded) == POINTS
    for cell, original in zip(graded, GRADED, strict=True):
        assert cell["cell_type"] == original["cell_type"]
        if kind_of(original).is_locked:
            assert cell["source"] == original["source"]
    own = [cell for cell in cells if cell["id"] not in COURSE_IDS]
    assert all(cell["metadata"].keys() <= {"tags"} for cell in own)


def _no_constant(name: str) -> Any:
    raise AssertionError(f"{name} is no JSON")


# --- what is nearly a notebook

_HUGE, _LONG = "a number too large", "a number of many digits"  # JSON that Python does not write
_UNITS = [
    "'",
    '"',
    "\\",
    "\\'",
    "'a\\",
    '"""',
    "#",
    "\n",
    "\r",
    "(",
    "[",
    " ",
    "\t",
    "\f",
    "0",
    "x",
    "é",
    "\\\n",
    "total",
]
_units = st.lists(st.sampled_from(_UNITS), min_size=1, max_size=4).map("".join)
_counts = st.sampled_from([*range(20)] * 3 + [4_000, 9_000])
_begins = st.sampled_from(["", "raise NotImplementedError()\n", "def total(numbers):\n", "total = ", "#", '"""'])
_pumped = st.builds(lambda begin, unit, count: begin + unit * count, _begins, _units, _counts)
_answers = st.sampled_from(
    ["", "x = ((", "total = sum", "def mean(n):\n    return 1", *(c["source"] for c in RELEASE["cells"])]
)
_sources = _answers | _pumped | st.text(max_size=12) | st.lists(st.text(max_size=5) | _answers, max_size=3)
_names = st.sampled_from([cell["metadata"]["nbgrader"]["grade_id"] for cell in GRADED])
_names |= st.sampled_from([cell["id"] for cell in RELEASE["cells"]]) | st.sampled_from(
    ["own-1", "cell-3", "cell-4-3", "x" * 65]
)
_odd = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=4)
    | st.sampled_from([_HUGE, _LONG])
    | _names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3) | _names, inner, max_size=3),
    max_leaves=5,
)
_marks = st.fixed_dictionaries(
    {"grade_id": _names | _odd},
    optional={"points": _odd, "grade": _odd, "locked": _odd, "solution": _odd, "schema_version": _odd},
)
_kinds = st.fixed_dictionaries({"kind": st.sampled_from([*Kind]) | _odd}, optional={"exercise": _names | _odd})
_metadata = st.fixed_dictionaries(
    {}, optional={"nbgrader": _marks | _odd, "journey": _kinds | _odd, "tags": st.lists(st.text(max_size=3)) | _odd}
)
_cells = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]), "source": _sources},
    optional={
        "id": _names | _odd,
        "metadata": _metadata | _odd,
        "attachments": st.dictionaries(st.text(max_size=2), st.dictionaries(st.text(max_size=2), _odd, max_size=2))
        | _odd,
        "outputs": _odd,
        "level": _odd,
        "input": _sources,
    },
)
_KEYS = ["cell_type", "id", "source", "metadata", "outputs", "attachments"]
_DEEDS = ["delete", "copy", "move", "edit", "put", "add", "strip", "forge", "copies"]


@st.composite
def _notebooks(draw: st.DrawFn) -> dict[str, Any]:
    """The students' notebook after some deeds, by mistake or on purpose."""
    notebook: dict[str, Any] = copy.deepcopy(RELEASE)
    cells = notebook["cells"]
    for deed in draw(st.lists(st.sampled_from(_DEEDS), max_size=6)):
        at = draw(st.integers(0, max(0, len(cells) - 1)))
        if deed == "add" or not cells:
            cells.insert(at, draw(_cells))
            continue
        match deed:
            case "delete":
                del cells[at]
            case "copy":
                cells.insert(draw(st.integers(0, len(cells))), {**cells[at], **draw(st.just({}) | _cells)})
            case "copies":
                cells += [{**cells[at], "source": draw(_sources)}] * draw(st.sampled_from([2, 9, 50]))
            case "move":
                cells.insert(draw(st.integers(0, len(cells) - 1)), cells.pop(at))
            case "edit":
                cells[at] = {**cells[at], "source": draw(_sources)}
            case "put":
                cells[at] = {**cells[at], draw(st.sampled_from(_KEYS)): draw(_odd)}
            case "strip":
                cells[at] = {**cells[at], "metadata": {}}
            case "forge":
                cells[at] = {**cells[at], "metadata": draw(_metadata)}
    for key in draw(st.lists(st.sampled_from(["nbformat", "nbformat_minor", "metadata", "cells"]), max_size=1)):
        notebook[key] = draw(_odd)
    return notebook


def _aged(notebook: dict[str, Any], version: int) -> dict[str, Any]:
    """As it would have been written before 2015."""
    return {"nbformat": version, "metadata": {}, "worksheets": [{"cells": notebook["cells"]}]}


def _written(notebook: Any) -> bytes:
    text = json.dumps(notebook).replace(json.dumps(_HUGE), "1e999").replace(json.dumps(_LONG), "7" * 4_400)
    return text.encode("utf-8", "surrogatepass")


_small = st.fixed_dictionaries(
    {"nbformat": st.just(4), "cells": st.lists(_cells, max_size=6)}, optional={"metadata": _metadata | _odd}
)
_all = _notebooks() | _small
nearly_valid = some_damage((_all | st.builds(_aged, _all, st.sampled_from([2, 3])) | _odd).map(_written))


def seeds() -> list[bytes]:
    """Notebooks as they are handed in."""
    small = {
        "nbformat": 4,
        "metadata": {},
        "cells": [{"cell_type": "code", "source": ["x = 1"], "id": "a", "outputs": []}],
    }
    level = {"cell_type": "heading", "level": 2, "source": "Title"}
    old = {"nbformat": 3, "worksheets": [{"cells": [level, {"cell_type": "code", "input": "x", "outputs": []}]}]}
    picture = {"cell_type": "markdown", "source": "![](attachment:a)", "attachments": {"a": {"image/png": "AA"}}}
    marked = [cell for cell in RELEASE["cells"] if kind_of(cell).is_answer]
    return [_written(each) for each in (small, old, {**small, "cells": [picture]}, {**small, "cells": marked}, RELEASE)]
