"""Whatever happens to a notebook, its graded cells come back, once each, and every answer is kept."""

import copy
import json

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum, is_locked

from autograder.course import Limits
from autograder.lessons import build_release, build_solution, read_submission, repair
from autograder.lessons.notebook import new_cell

ANSWER = 'def total(numbers):\n    """Mine."""\n    return sum(numbers)'


@pytest.fixture
def handed_in(lesson):
    """The release with one answer in it."""
    notebook = build_release(lesson)
    at(notebook, "total-answer")["source"] = ANSWER
    return notebook


def at(notebook, name):
    return next(cell for cell in notebook.cells if cell["id"] == name)


def ids(notebook):
    return [cell["id"] for cell in notebook.cells]


def own(source="mine = 1", name="mine", metadata=None):
    return new_cell("code", name, source, metadata or {})


def test_nothing_to_mend(handed_in, source, lesson):
    before = copy.deepcopy(handed_in)
    repaired = repair(handed_in, source)
    assert repaired.repairs == ()
    assert repaired.notebook == handed_in == before
    assert repair(build_solution(lesson), source).repairs == ()


def test_an_edited_locked_cell_is_restored(handed_in, source, lesson):
    at(handed_in, "given-1")["source"] = "import os"
    at(handed_in, "mean")["source"] = "pass"
    repaired = repair(handed_in, source)
    assert at(repaired.notebook, "given-1") == at(build_release(lesson), "given-1")
    assert repaired.repairs == (
        "The given cell that begins with `import math` was not as the course wrote it; it was restored",
        "The public test of `mean` was not as the course wrote it; it was restored",
    )


def test_deleted_cells_come_back_in_their_place(handed_in, source, lesson):
    gone = {"total", "mean-answer", "given-2", "total-task", "why_mean"}
    handed_in.cells = [cell for cell in handed_in.cells if cell["id"] not in gone]
    repaired = repair(handed_in, source)
    release = build_release(lesson)
    at(release, "total-answer")["source"] = ANSWER
    assert repaired.notebook == release
    assert repaired.repairs == (
        "The instructions of `total` had been deleted; it was put back",
        "The public test of `total` had been deleted; it was put back",
        "The answer cell of `mean` had been deleted; it was put back, without an answer",
        "The given cell that begins with `print(mean(NUMBERS))` had been deleted; it was put back",
        "The answer cell of `why_mean` had been deleted; it was put back, without an answer",
    )


def test_an_empty_notebook(source, lesson):
    repaired = repair(nbformat.v4.new_notebook(), source)
    graded = [cell for cell in build_release(lesson).cells if "nbgrader" in cell.metadata]
    assert repaired.notebook.cells == graded
    assert len(repaired.repairs) == len(graded)


def test_a_deleted_cell_comes_back_before_the_cells_of_the_student(handed_in, source):
    index = ids(handed_in).index("total")
    handed_in.cells[index] = own()
    repaired = repair(handed_in, source)
    assert ids(repaired.notebook)[index - 1 : index + 2] == ["total-answer", "total", "mine"]


def test_a_second_locked_cell_goes(handed_in, source):
    copied = copy.deepcopy(at(handed_in, "total"))
    copied.update(id="other", source="assert True")
    handed_in.cells.append(copied)
    repaired = repair(handed_in, source)
    assert ids(repaired.notebook) == ids(handed_in)[:-1]
    assert repaired.repairs == ("The public test of `total` was there 2 times; the first was kept",)


@pytest.mark.parametrize(("first", "second", "kept", "others"), [
    (ANSWER, None, ANSWER, []),
    (None, ANSWER, ANSWER, []),
    (ANSWER, "total = sum", "total = sum", [ANSWER]),
    (None, None, None, []),
])  # fmt: skip
def test_the_last_of_two_answers_counts(handed_in, source, first, second, kept, others):
    """A copied stub is dropped, since it would undo the answer before it; a copied answer stays, as the student's own."""
    stub = at(repair(nbformat.v4.new_notebook(), source).notebook, "total-answer")["source"]
    at(handed_in, "total-answer")["source"] = first or stub
    copied = copy.deepcopy(at(handed_in, "total-answer"))
    copied.update(id="other", source=second or stub)
    handed_in.cells.append(copied)
    notebook, repairs = repair(handed_in, source).notebook, repair(handed_in, source).repairs
    answers = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == "total-answer"]
    assert [cell.source for cell in answers] == [kept or stub]
    assert len(set(ids(notebook))) == len(notebook.cells)
    mine = [cell for cell in notebook.cells if not cell.metadata]
    assert [cell.source for cell in mine] == others
    assert repairs[-1] == "The answer cell of `total` was there 2 times; the last one with an answer counts"
    graded = [cell["id"] for cell in notebook.cells if "nbgrader" in cell.metadata]
    assert graded.index("total-task") < graded.index("total-answer") < graded.index("total")


@pytest.mark.parametrize("definition", [ANSWER, "total = sum", "total: object = sum", "class total:\n    pass"])
@pytest.mark.parametrize("state", ["blank", "missing"])
def test_an_answer_in_a_cell_of_their_own_counts(lesson, source, definition, state):
    notebook = build_release(lesson)
    if state == "missing":
        notebook.cells.remove(at(notebook, "total-answer"))
    notebook.cells.append(own(f"helper = 1\n{definition}"))
    notebook.cells.append(own("def totality():\n    total == 1", "other"))
    repaired = repair(notebook, source)
    assert at(repaired.notebook, "total-answer")["source"] == f"helper = 1\n{definition}"
    assert "mine" not in ids(repaired.notebook)
    assert repaired.repairs == (
        f"The answer cell of `total` was {state}; the student's own cell that defines it counts",
    )


def test_one_cell_of_their_own_may_answer_several_exercises(lesson, source):
    notebook = build_release(lesson)
    notebook.cells.append(own(f"{ANSWER}\n\ndef mean(numbers):\n    return total(numbers) / len(numbers)"))
    repaired = repair(notebook, source)
    answers = [at(repaired.notebook, name)["source"] for name in ("total-answer", "mean-answer")]
    assert answers == [notebook.cells[-1]["source"]] * 2
    assert "mine" not in ids(repaired.notebook)
    assert len(repaired.repairs) == 2


def test_a_copy_of_the_stub_is_no_answer(lesson, source):
    notebook = build_release(lesson)
    notebook.cells.append(own(at(notebook, "total-answer")["source"]))
    repaired = repair(notebook, source)
    assert repaired.repairs == ()
    assert "mine" in ids(repaired.notebook)


def test_an_answer_is_not_replaced_by_a_cell_of_their_own(handed_in, source):
    handed_in.cells.append(own("def total(numbers):\n    return 0"))
    repaired = repair(handed_in, source)
    assert repaired.repairs == ()
    assert at(repaired.notebook, "total-answer")["source"] == ANSWER


def test_cells_go_back_into_order_with_what_follows_them(handed_in, source):
    index = ids(handed_in).index("given-2")
    handed_in.cells.insert(index + 1, own())
    moved = [handed_in.cells.pop(index) for _ in range(2)]
    handed_in.cells[1:1] = moved
    repaired = repair(handed_in, source)
    order = [name for name in ids(repaired.notebook) if not name.startswith(("text", "total-hint", "demo"))]
    assert order == [
        "given-1", "total-task", "total-answer", "total", "mean-answer", "mean", "given-2", "mine", "why_mean",
    ]  # fmt: skip
    assert repaired.repairs == ("The course's cells were in another order; they were put back into theirs.",)


def test_a_changed_type_is_mended(handed_in, source):
    at(handed_in, "total-answer")["cell_type"] = "markdown"
    at(handed_in, "why_mean")["cell_type"] = "code"
    repaired = repair(handed_in, source)
    nbformat.validate(repaired.notebook)
    answer = at(repaired.notebook, "total-answer")
    assert (answer.cell_type, answer.source, answer.outputs) == ("code", ANSWER, [])
    assert repaired.repairs == (
        "The answer cell of `total` had become a markdown cell; it was turned back",
        "The answer cell of `why_mean` had become a code cell; it was turned back",
    )


def forge(**changes):
    return lambda cell: cell.metadata.nbgrader.update(changes)


@pytest.mark.parametrize(("name", "change"), [
    ("total", forge(points=100)),
    ("total", forge(grade=False, solution=True)),
    ("total-answer", forge(grade=True, points=50)),
    ("total-answer", forge(solution=False, locked=True)),
    ("given-1", forge(grade_id="other")),
    ("given-1", forge(grade_id={"a": 1})),
    ("mean", lambda cell: cell.metadata.pop("nbgrader")),
    ("mean", lambda cell: cell["metadata"].update(nbgrader={}, journey={"kind": 5})),
])  # fmt: skip
def test_forged_metadata_are_restored(handed_in, source, name, change):
    original = copy.deepcopy(handed_in)
    change(at(handed_in, name))
    repaired = repair(handed_in, source)
    assert repaired.notebook == original
    assert len(repaired.repairs) == 1
    assert repaired.repairs[0].endswith("had lost or changed its grading metadata, which was restored")


def test_a_cell_that_only_claims_to_be_graded_is_the_students_own(handed_in, source):
    marks = {"grade": True, "grade_id": "bonus", "points": 99, "locked": True, "solution": False, "schema_version": 3}
    handed_in.cells.append(own(metadata={"nbgrader": marks, "tags": ["x"], "deletable": False}))
    handed_in.cells.append(own(name="copy", metadata={"journey": {"kind": "demo"}}))
    repaired = repair(handed_in, source)
    assert at(repaired.notebook, "mine").metadata == {"tags": ["x"]}
    assert at(repaired.notebook, "copy").metadata == {}
    number = len(handed_in.cells)
    assert repaired.repairs == (
        f"Cell {number - 1} said that it is graded, but the course has no such cell: it is the student's own",
        f"Cell {number} is a copy of one of the course's cells: it is the student's own",
    )


def test_demos_and_text_may_be_changed(handed_in, source):
    at(handed_in, "demo-1")["source"] = "print('faster')"
    at(handed_in, "demo-1")["metadata"] = nbformat.from_dict({"journey": {"kind": "given"}})
    handed_in.cells.remove(at(handed_in, "total-hint-1"))
    repaired = repair(handed_in, source)
    assert repaired.repairs == ()
    assert at(repaired.notebook, "demo-1")["source"] == "print('faster')"
    assert at(repaired.notebook, "demo-1").metadata.journey["kind"] == "demo"


def test_an_answer_in_code_counts_before_one_in_text(handed_in, source):
    copied = copy.deepcopy(at(handed_in, "total-answer"))
    copied.update(id="other", cell_type="markdown", source="I wrote it above.")
    handed_in.cells.append(copied)
    notebook = repair(handed_in, source).notebook
    assert at(notebook, "total-answer")["source"] == ANSWER
    assert at(notebook, "other").cell_type == "markdown"


def test_results_may_be_changed(handed_in, source):
    """One submission's feedback must not appear in another's notebook."""
    first, second = repair(handed_in, source).notebook, repair(handed_in, source).notebook
    for cell in first.cells:
        cell.metadata.setdefault("nbgrader", {})["comment"] = cell.metadata["journey"]["comment"] = "first"
        if cell.cell_type == "code":
            cell.outputs.append("first")
    first.metadata["journey"]["title"] = "first"
    assert "first" not in str(second)
    assert "first" not in str(repair(handed_in, source).notebook)


def damage(draw, notebook):
    """One thing that a student, a front end or a forger might do."""
    cells = notebook.cells
    i = draw(st.integers(0, len(cells) - 1)) if cells else None
    match draw(st.sampled_from(["delete", "copy", "move", "edit", "type", "strip", "forge", "id", "add"])):
        case "add":
            cells.insert(i or 0, own(draw(st.sampled_from(["x", "def total(n):\n    return 1", ""])), "mine"))
        case _ if i is None:
            pass
        case "delete":
            del cells[i]
        case "copy":
            copied = copy.deepcopy(cells[i])
            copied["id"] = draw(st.sampled_from(["copied", copied["id"]]))
            cells.insert(draw(st.integers(0, len(cells))), copied)
        case "move":
            cells.insert(draw(st.integers(0, len(cells) - 1)), cells.pop(i))
        case "edit":
            cells[i]["source"] = draw(st.sampled_from([ANSWER, "", "x = ((", "raise NotImplementedError()"]))
        case "type":
            cells[i]["cell_type"] = draw(st.sampled_from(["code", "markdown", "raw"]))
        case "strip":
            cells[i]["metadata"] = nbformat.from_dict({})
        case "forge":
            marks = {"grade_id": draw(st.sampled_from(["total", "mean-answer", "x", None, 5])), "points": 9}
            cells[i]["metadata"] = nbformat.from_dict({"nbgrader": marks, "journey": {"kind": "exercise"}})
        case "id":
            cells[i]["id"] = draw(st.sampled_from(["total", "own-1", "z"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(st.data())
def test_whatever_was_done(source, lesson, tmp_path, data):
    release = build_release(lesson)
    notebook = copy.deepcopy(release)
    for _ in range(data.draw(st.integers(0, 8))):
        damage(data.draw, notebook)
    path = tmp_path / "submitted.ipynb"
    path.write_text(json.dumps(notebook))
    repaired = repair(read_submission(path, Limits()), source).notebook
    nbformat.validate(repaired)
    MetadataValidator().validate_nb(repaired)
    graded = [cell for cell in repaired.cells if "nbgrader" in cell.metadata]
    expected = [cell for cell in release.cells if "nbgrader" in cell.metadata]
    assert [cell.metadata for cell in graded] == [cell.metadata for cell in expected]
    assert [cell for cell in graded if is_locked(cell)] == [cell for cell in expected if is_locked(cell)]
    assert all(cell.metadata.nbgrader["checksum"] == compute_checksum(cell) for cell in graded if is_locked(cell))
    kept = [cell.source for cell in repaired.cells]
    mine = [cell.source for cell in notebook.cells if cell["id"] == "mine" and "nbgrader" not in cell.metadata]
    assert all(text in kept for text in mine)
    again = repair(repaired, source)
    assert again.repairs == ()
    assert again.notebook == repaired
