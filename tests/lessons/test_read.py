"""Whatever a student hands in is a notebook, or refused in one sentence."""

import json
import os

import nbformat
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from autograder.course import Limits
from autograder.errors import SubmissionError
from autograder.lessons import assignment_of, build_release, dumps, read_submission

LIMITS = Limits(notebook_bytes=200_000, notebook_cells=50)


@pytest.fixture
def hand_in(tmp_path):
    path = tmp_path / "notebook.ipynb"

    def write_and_read(data, limits=LIMITS):
        if not isinstance(data, bytes):
            data = (data if isinstance(data, str) else json.dumps(data)).encode("utf-8", "surrogatepass")
        path.write_bytes(data)
        return read_submission(path, limits)

    return write_and_read


def notebook(*cells, **other):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells), **other}


def cell(source="x = 1", **other):
    return {"cell_type": "code", "id": "one", "metadata": {}, "source": source, **other}


def test_a_whole_notebook(hand_in, lesson):
    release = build_release(lesson)
    read = hand_in(dumps(release))
    assert [cell.source for cell in read.cells] == [cell.source for cell in release.cells]
    assert [cell["id"] for cell in read.cells] == [cell["id"] for cell in release.cells]
    assert [cell.metadata.get("nbgrader") for cell in read.cells] == [c.metadata.get("nbgrader") for c in release.cells]
    assert assignment_of(read) == "00_01_small"
    nbformat.validate(read)


def test_outputs_go_pictures_stay(hand_in):
    output = {"output_type": "stream", "name": "stdout", "text": "x" * 1000}
    picture = {"a.png": {"image/png": "AAAA"}}
    read = hand_in(notebook(
        cell(outputs=[output], execution_count=3),
        {"cell_type": "markdown", "source": "![a](attachment:a.png)", "attachments": picture},
        {"cell_type": "markdown", "source": "", "attachments": {"b.png": {"image/png": "A" * 5_000_001}}},
    ), Limits())  # fmt: skip
    assert (read.cells[0].outputs, read.cells[0].execution_count) == ([], None)
    assert read.cells[1].attachments == picture
    assert "attachments" not in read.cells[2]


def test_small_damage_is_mended(hand_in):
    read = hand_in({
        "metadata": None,
        "cells": [
            {"cell_type": "code", "source": ["a = 1\r\n", "b = 2"], "id": "not an id!"},
            {"cell_type": "markdown", "source": "text", "id": "x", "metadata": 5, "unknown": [1], "outputs": []},
            {"source": "c = 3", "id": "x", "outputs": None},
            {"cell_type": "heading", "metadata": {"nbgrader": "no", "journey": [], "tags": ["a", 1]}},
            {"cell_type": {}, "source": "half \ud800 a character", "attachments": {"a": 1, "b": {"c": 2}}},
        ],
    })  # fmt: skip
    nbformat.validate(read)
    assert [cell.cell_type for cell in read.cells] == ["code", "markdown", "code", "markdown", "markdown"]
    assert [cell.source for cell in read.cells] == ["a = 1\nb = 2", "text", "c = 3", "", "half \ufffd a character"]
    assert [cell["id"] for cell in read.cells] == ["cell-1", "x", "cell-3-2", "cell-4", "cell-5"]
    assert read.cells[3].metadata == {"tags": ["a"]}
    dumps(read).encode()


def test_an_old_notebook_is_brought_up_to_date(hand_in):
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": "old"},
        "worksheets": [{"metadata": {}, "cells": [
            {"cell_type": "heading", "level": 2, "source": "Old", "metadata": {}},
            {"cell_type": "code", "input": ["x = 1\n", "y = 2"], "language": "python", "metadata": {}, "outputs": []},
        ]}],
    }  # fmt: skip
    read = hand_in(old)
    assert [(cell.cell_type, cell.source) for cell in read.cells] == [("markdown", "## Old"), ("code", "x = 1\ny = 2")]
    assert read == hand_in(old)  # with the same ids
    assert hand_in({key: value for key, value in old.items() if key != "nbformat"}) == read


REFUSED = {
    "empty": (b" \n", "is an empty file"),
    "not text": (b"\xff\xfe\x00{", "UTF-8"),
    "zipped": (b"PK\x03\x04\xff", "UTF-8"),
    "cut off": (json.dumps(notebook(cell()))[:-9], "not valid JSON"),
    "a script": ("import torch\n", "not valid JSON"),
    "a list": ([], "not a notebook"),
    "no cells": ({"nbformat": 4, "metadata": {}}, "it has no cells"),
    "cells of another kind": (notebook(cells={"a": 1}), "it has no cells"),
    "a cell of another kind": (notebook(cell(), 5), "cell 2 of the notebook is damaged"),
    "text of another kind": (notebook(cell({"a": 1})), "the text of cell 1 is damaged"),
    "text with a number": (notebook(cell(["a", 1])), "the text of cell 1 is damaged"),
    "a later format": (notebook(nbformat=5), "format '5' is unknown"),
    "a format of another kind": (notebook(nbformat=[4]), "is unknown"),
    "too many cells": (notebook(*[cell()] * 51), "more than 50 cells"),
    "too large": (notebook(cell("x" * 200_000)), r"larger than 0.2 MB"),
    "too deep": ('{"cells": ' + "[" * 64 + "]" * 64 + "}", "nested too deeply"),
    "too deep to parse": ("[" * 100_000, "nested too deeply"),
    "a long number": (notebook(cell()) | {"x": 0} | {"metadata": {}}, ""),
    "old and damaged": ({"nbformat": 3, "worksheets": [{"cells": [5]}]}, "the notebook is damaged"),
}


@pytest.mark.parametrize(("data", "problem"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_in_a_sentence(hand_in, data, problem):
    if not problem:
        data = json.dumps(data).replace('"x": 0', f'"x": {"9" * 5000}')
        problem = "not valid JSON"
    with pytest.raises(SubmissionError, match=problem) as caught:
        hand_in(data)
    assert "\n" not in str(caught.value)


def test_too_much_data(hand_in):
    with pytest.raises(SubmissionError, match="too much data"):
        hand_in(b"[" + b"[]," * 300_000 + b"0]", Limits())
    with pytest.raises(SubmissionError, match="too much data"):
        hand_in(b"[" + b"0," * 2_000_001 + b"0]", Limits())


def test_brackets_in_strings_do_not_nest(hand_in):
    source = "[" * 5000 + '"\\' + "{" * 100
    assert hand_in(notebook(cell(source))).cells[0].source == source


def test_quotation_marks_cost_no_more_than_their_length(hand_in):
    """Escaped ones in a string that never ends: looked at once each, this takes milliseconds, else minutes."""
    with pytest.raises(SubmissionError, match="not valid JSON"):
        hand_in(b'["' + b'\\"' * 5_000_000, Limits())


def test_only_files_are_read(tmp_path):
    target = tmp_path / "target.ipynb"
    target.write_text(json.dumps(notebook(cell())))
    link = tmp_path / "link.ipynb"
    link.symlink_to(target)
    with pytest.raises(SubmissionError, match="not a link"):
        read_submission(link, LIMITS)
    with pytest.raises(SubmissionError, match="not a file"):
        read_submission(tmp_path, LIMITS)
    os.mkfifo(tmp_path / "pipe.ipynb")
    with pytest.raises(SubmissionError, match="not a file"):
        read_submission(tmp_path / "pipe.ipynb", LIMITS)
    with pytest.raises(SubmissionError, match="no notebook was handed in"):
        read_submission(tmp_path / "none.ipynb", LIMITS)
    with pytest.raises(SubmissionError, match="cannot be opened"):
        read_submission(tmp_path / "a\0b.ipynb", LIMITS)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
PLACES = [
    (), ("nbformat",), ("nbformat_minor",), ("metadata",), ("metadata", "journey"), ("cells",), ("cells", 0),
    *[("cells", 0, key) for key in ("cell_type", "id", "source", "metadata", "outputs", "attachments")],
    *[("cells", 0, "metadata", key) for key in ("nbgrader", "journey", "tags")],
    ("cells", 1, "attachments", "a"), ("cells", 1, "attachments", "a", "b"),
]  # fmt: skip


def put(data, place, value):
    if not place:
        return value
    if isinstance(data, list):
        return [put(item, place[1:], value) if i == place[0] else item for i, item in enumerate(data)]
    return data | {place[0]: put(data.get(place[0], {}), place[1:], value)}


def check_fuzzed(hand_in, data):
    """Either a valid notebook that can be written again, or the one exception."""
    try:
        read = hand_in(data)
    except SubmissionError:
        return
    nbformat.validate(read)
    dumps(read).encode()


FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)


@FUZZ
@given(st.sampled_from(PLACES), JSON)
@example(("cells", 0, "id"), "a" * 65)
@example(("nbformat",), True)
@example(("nbformat",), 1)
@example(("nbformat",), 3)
@example(("cells", 0, "metadata", "tags"), ["", "a,b", "a", "a"])
@example(("cells", 0, "cell_type"), ["code"])
@example(("cells", 0, "metadata", "nbgrader"), {"\ud800": "\udfff"})
def test_any_value_at_any_place(hand_in, place, value):
    whole = notebook(cell(outputs=[]), {"cell_type": "markdown", "source": "", "attachments": {"a": {"b": "c"}}})
    check_fuzzed(hand_in, put(whole, place, value))


@FUZZ
@given(st.binary(max_size=200))
def test_any_bytes(hand_in, data):
    check_fuzzed(hand_in, data)


@FUZZ
@given(st.integers(0, 900), st.binary(max_size=4))
def test_cut_and_damaged_anywhere(hand_in, place, garbage):
    whole = json.dumps(notebook(cell(), {"cell_type": "markdown", "source": ["a"], "id": "b", "metadata": {}})).encode()
    check_fuzzed(hand_in, whole[:place] + garbage)
    check_fuzzed(hand_in, whole[:place] + garbage + whole[place:])
