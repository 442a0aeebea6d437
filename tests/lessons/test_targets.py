"""Calibrated targets: filled in by the build, and put back as placeholders when an edited notebook is imported."""

import pytest

from autograder.errors import CourseError
from autograder.lessons import (
    NOT_CALIBRATED,
    build_source,
    fill_targets,
    import_notebook,
    named_targets,
    parse_lesson,
    read_built,
    write_assignment,
)
from autograder.lessons.notebook import dumps
from autograder.lessons.targets import restore_targets

TEXT = "Reach {{target:mse}}, at least {{ target: modes }} modes, and again {{target:mse}}."
TARGETS = {"mse": "0.0231", "modes": "7"}
FILLED = "Reach 0.0231, at least 7 modes, and again 0.0231."


def test_targets_take_the_place_of_their_placeholders():
    assert fill_targets(TEXT, TARGETS) == FILLED
    assert fill_targets("{{target:other}}, {{other:mse}}", TARGETS) == f"{NOT_CALIBRATED}, {{{{other:mse}}}}"


def test_an_edited_text_gets_its_placeholders_back():
    edited = FILLED.replace("Reach", "You should reach").replace("and again", "once more")
    restored = restore_targets(edited, TEXT, TARGETS)
    assert restored == TEXT.replace("Reach", "You should reach").replace("and again", "once more")


@pytest.mark.parametrize("edited", [FILLED.replace("0.0231", "0.03"), FILLED + " 0.0231", FILLED + " 7"])
def test_an_edit_that_touches_a_target_is_refused(edited):
    with pytest.raises(ValueError, match="calibrated target"):
        restore_targets(edited, TEXT, TARGETS)
    assert restore_targets(FILLED + " 0.02319 and 17", TEXT, TARGETS).endswith("0.02319 and 17")


@pytest.fixture
def telling(lesson_path):
    """The lesson of these tests, with a target in its first text."""
    text = lesson_path.read_text().split("\n")
    text.insert(2, "# Reach {{target:mse}}.")
    lesson_path.write_text("\n".join(text))
    return parse_lesson(lesson_path)


def test_the_build_fills_them_in_and_keeps_the_cells_ids(telling):
    assert named_targets(telling) == ["mse"]
    plain, filled = build_source(telling), build_source(telling, TARGETS)
    assert "Reach (not calibrated yet)." in plain.cells[0].source
    assert "Reach 0.0231." in filled.cells[0].source
    assert [cell.id for cell in plain.cells] == [cell.id for cell in filled.cells]


@pytest.fixture
def edit_source(course, telling):
    """Builds the notebook, and edits its first cell."""

    def edit(change):
        write_assignment(course, telling, targets=TARGETS)
        path = course.notebook_path("source", telling.assignment)
        notebook = read_built(path)
        notebook.cells[0].source = change(notebook.cells[0].source)
        path.write_text(dumps(notebook))
        return path

    return edit


def test_an_import_keeps_the_placeholder(course, telling, lesson_path, edit_source):
    path = edit_source(lambda source: source + "\n\nMore.")
    import_notebook(course, path, TARGETS)
    assert "# Reach {{target:mse}}." in lesson_path.read_text()
    assert "# More." in lesson_path.read_text()


def test_an_import_refuses_another_target(course, telling, lesson_path, edit_source):
    before = lesson_path.read_text()
    with pytest.raises(CourseError, match=r"\{\{target:mse\}\}"):
        import_notebook(course, edit_source(lambda source: source.replace("0.0231", "0.5")), TARGETS)
    assert lesson_path.read_text() == before
