"""An edit made in a source notebook goes back into the lesson, and touches nothing else."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.errors import CourseError
from autograder.lessons import import_notebook, parse_lesson, read_built, write_assignment
from autograder.lessons.hints import render_hint, split_steps, unrender_hint
from autograder.lessons.notebook import new_cell

NAME = "00_01_small"


@pytest.fixture
def edit(course, lesson):
    """Build, then change the source notebook as formgrader or JupyterLab would."""
    write_assignment(course, lesson)
    path = course.notebook_path("source", NAME)

    def change_and_save(change):
        notebook = read_built(path)
        change({cell["id"]: cell for cell in notebook.cells}, notebook)
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell["execution_count"] = 7
                cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": "seven"}]
        path.write_text(json.dumps(notebook, indent=1))
        return path

    return change_and_save


def changed_lines(before: str, after: str):
    old, new = before.split("\n"), after.split("\n")
    while old and new and old[0] == new[0]:
        del old[0], new[0]
    while old and new and old[-1] == new[-1]:
        del old[-1], new[-1]
    return old, new


def replace(cells, name, old, new):
    assert old in cells[name]["source"]
    cells[name]["source"] = cells[name]["source"].replace(old, new)


def text_id(cells, part):
    return next(name for name, cell in cells.items() if part in cell["source"])


EDITS = {
    "text": (
        lambda cells, nb: replace(cells, text_id(cells, "Now the mean"), "Now the mean.", "Now:\n\n* the mean"),
        (["# Now the mean."], ["# Now:", "#", "# * the mean"]),
    ),
    "given": (
        lambda cells, nb: replace(cells, "given-1", "[3, 1, 2]", "[3, 1, 2]\n\nMORE = [4]"),
        ([], ["MORE = [4]", ""]),
    ),
    "solution": (
        lambda cells, nb: replace(cells, "mean-answer", "return total(", "return sum("),
        (["    return total(numbers) / len(numbers)"], ["    return sum(numbers) / len(numbers)"]),
    ),
    "public test": (
        lambda cells, nb: replace(cells, "mean", "the mean", "the average"),
        (['assert mean(NUMBERS) == 2, "the mean"'], ['assert mean(NUMBERS) == 2, "the average"']),
    ),
    "hint": (
        lambda cells, nb: replace(cells, "total-hint-1", "Begin with zero.", "Begin with 0."),
        (["# Begin with zero."], ["# Begin with 0."]),
    ),
    "task": (
        lambda cells, nb: replace(cells, "total-task", "the sum", "the exact sum"),
        (["# Write `total`, the sum of a list."], ["# Write `total`, the exact sum of a list."]),
    ),
    "written": (
        lambda cells, nb: replace(cells, "why_mean", "One point", "Two points"),
        (["# ### END SOLUTION", "# ### BEGIN MARK SCHEME", "# One point for the derivative, two for convexity."],
         ["# ### END SOLUTION", "# ### BEGIN MARK SCHEME", "# Two points for the derivative, two for convexity."]),
    ),
    "points": (
        lambda cells, nb: cells["total"].metadata.nbgrader.update(points=4.0),
        (['# %% exercise="total" points=2 difficulty=1 minutes=5 needs=[]'],
         ['# %% exercise="total" points=4 difficulty=1 minutes=5 needs=[]']),
    ),
    "points of a written question": (
        lambda cells, nb: cells["why_mean"].metadata.nbgrader.update(points=2.5),
        (['# %% [markdown] written="why_mean" points=3 minutes=10'],
         ['# %% [markdown] written="why_mean" points=2.5 minutes=10']),
    ),
    "a new text": (
        lambda cells, nb: nb.cells.insert(7, new_cell("markdown", "abc", "New.\n\nText.", {})),
        ([], ["# New.", "#", "# Text.", "", "# %% [markdown]"]),
    ),
    "a new demo at the end": (
        lambda cells, nb: nb.cells.append(new_cell("code", "abc", "print(1)", {"tags": ["demo", "otter_ignore"]})),
        ([], ['# %% tags=["demo"]', "print(1)", ""]),
    ),
    "a deleted text": (
        lambda cells, nb: nb.cells.remove(cells[text_id(cells, "Now the mean")]),
        (["# %% [markdown]", "# Now the mean.", "", ""], []),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected"), EDITS.values(), ids=EDITS)
def test_only_the_edited_cell_changes(course, lesson_path, edit, change, expected):
    before = lesson_path.read_text()
    path = edit(change)
    edited = read_built(path)
    changes = import_notebook(course, path)
    assert len(changes) == 1
    old, new = changed_lines(before, lesson_path.read_text())
    if expected[0][:1] == ["# ### END SOLUTION"]:
        expected = ([expected[0][-1]], [expected[1][-1]])
    assert (old, new) == expected
    # The build makes the very notebook again, and does not mind that it was edited.
    write_assignment(course, parse_lesson(lesson_path))
    built = read_built(path)
    assert [cell.source for cell in built.cells] == [cell.source for cell in edited.cells]
    points = [[cell.metadata.get("nbgrader", {}).get("points") for cell in nb.cells] for nb in (built, edited)]
    assert points[0] == points[1]
    assert import_notebook(course, path) == []


def test_nothing_edited_nothing_imported(course, lesson_path, edit):
    before = lesson_path.stat().st_mtime_ns
    assert import_notebook(course, edit(lambda cells, nb: None)) == []
    assert lesson_path.stat().st_mtime_ns == before


def test_several_edits_are_told_one_by_one(course, lesson_path, edit):
    def change(cells, notebook):
        replace(cells, "given-1", "NUMBERS", "NUMBERS = VALUES")
        cells["mean"].metadata.nbgrader["points"] = 2
        notebook.cells.insert(5, notebook.cells.pop(6))  # the demo before the hint

    changes = import_notebook(course, edit(change))
    assert changes == [
        "line 53: 'mean' has 2 points, not 1.5",
        "line 8: the given cell 'import math' was edited",
        "cells were put into another order",
    ]
    kinds = [cell.kind for cell in parse_lesson(lesson_path).cells]
    assert kinds[5:7] == ["demo", "hint"]


def test_a_new_read_only_cell_becomes_a_given_cell(course, lesson_path, edit):
    marks = {
        "grade": False,
        "solution": False,
        "locked": True,
        "task": False,
        "schema_version": 3,
        "grade_id": "cell-1",
    }
    new = new_cell("code", "abc", "ONE = 1", {"nbgrader": marks})
    path = edit(lambda cells, notebook: notebook.cells.insert(2, new))
    assert import_notebook(course, path) == ["a given cell was added: 'ONE = 1'"]
    write_assignment(course, parse_lesson(lesson_path))
    assert read_built(path).cells[2]["id"] == "given-2"


def plain_code(cells, notebook):
    notebook.cells.append(new_cell("code", "abc", "x", {}))


def without_end(cells, notebook):
    replace(cells, "mean-answer", "    ### END SOLUTION", "")


REFUSALS = {
    "a new code cell": (plain_code, "neither Markdown, nor read-only code"),
    "a deleted exercise": (lambda cells, nb: nb.cells.remove(cells["mean-answer"]), "take an exercise out of"),
    "a deleted public test": (lambda cells, nb: nb.cells.remove(cells["mean"]), "take an exercise out of"),
    "another type": (lambda cells, nb: cells["demo-1"].update(cell_type="markdown"), "another kind"),
    "another flag": (lambda cells, nb: cells["given-1"].metadata.nbgrader.update(locked=False), "another kind"),
    "another name": (lambda cells, nb: cells["given-1"].metadata.nbgrader.update(grade_id="mine"), "another kind"),
    "a tag": (lambda cells, nb: cells["given-1"].metadata.update(tags=["slow"]), "another kind"),
    "a pasted picture": (
        lambda cells, nb: cells["total-task"].update(attachments={"a.png": {"image/png": "AAAA"}}), "images/"),
    "twice": (lambda cells, nb: nb.cells.append(cells["given-1"]), "twice"),
    "a marker": (lambda cells, nb: replace(cells, "given-1", "import math", "# %%\nimport math"), "no lesson"),
    "blanks around": (lambda cells, nb: cells["given-1"].update(source="\n\nimport math\n"), "blanks around"),
    "no end": (without_end, "with these edits it would be no lesson"),
    "a broken hint": (lambda cells, nb: replace(cells, "total-hint-1", "</details>", ""), "<summary>Hint 1 of"),
    "no scheme": (lambda cells, nb: replace(cells, "why_mean", "### BEGIN MARK SCHEME", ""), "one mark scheme"),
    "no points": (lambda cells, nb: cells["mean"].metadata.nbgrader.update(points=0), "greater than 0"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "problem"), REFUSALS.values(), ids=REFUSALS)
def test_what_a_lesson_cannot_say_is_refused(course, lesson_path, edit, change, problem):
    before = lesson_path.read_bytes()
    path = edit(change)
    with pytest.raises(CourseError) as caught:
        import_notebook(course, path)
    assert problem in str(caught.value)
    assert str(path) in str(caught.value)
    assert lesson_path.read_bytes() == before


def test_both_changed(course, lesson_path, edit):
    path = edit(lambda cells, notebook: replace(cells, "given-1", "import math", "import cmath"))
    lesson_path.write_text(lesson_path.read_text().replace("Now the mean", "The mean"))
    with pytest.raises(CourseError, match="changed since"):
        import_notebook(course, path)


LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=6))
def test_any_text_comes_back_or_is_refused(course, lesson_path, edit, lines):
    """Whatever is typed into a Markdown cell: the build makes it again, or the import says that it cannot."""
    original = lesson_path.read_text()
    text = "\n".join(lines)
    path = edit(lambda cells, notebook: cells["total-task"].update(source=text))
    try:
        import_notebook(course, path)
        write_assignment(course, parse_lesson(lesson_path))
        cells = {cell["id"]: cell for cell in read_built(path).cells}
        assert cells["total-task"].source == text
        untouched = "\n# %% exercise="
        assert lesson_path.read_text().split(untouched, 1)[1] == original.split(untouched, 1)[1]
    except CourseError:
        assert lesson_path.read_text() == original
    finally:
        lesson_path.write_text(original)
        write_assignment(course, parse_lesson(lesson_path), force=True)


@given(st.lists(st.text("a \n-<>/$", min_size=1).filter(lambda step: all(split_steps(step))), min_size=1, max_size=4))
def test_a_hint_comes_back(steps):
    source = "\n\n---\n\n".join(steps)
    rendered = render_hint(source)
    assert render_hint(unrender_hint(rendered)) == rendered
    assert rendered.count("<summary>") == len(split_steps(source))
