"""Three folders are written: what is right stays, what was edited is kept, what is not listed is not released."""

import json

import pytest

from autograder.errors import CourseError, LessonError
from autograder.lessons import dumps, parse_lesson, read_built, write_assignment

NAME = "00_01_small"


def snapshot(course):
    folders = [course.root / kind for kind in ("source", "release", "solutions")]
    return {path: path.stat().st_mtime_ns for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_every_file_is_written_once(course, lesson):
    written = write_assignment(course, lesson)
    before = snapshot(course)
    assert set(written) == set(before)
    assert {path.relative_to(course.root).as_posix() for path in before} == {
        f"{kind}/{NAME}/{name}"
        for kind in ("source", "release", "solutions")
        for name in (f"{NAME}.ipynb", "images/line.svg", "tests/mean.py", "tests/total.py")
        if not (kind == "solutions" and name.startswith("tests"))
    }
    assert write_assignment(course, lesson) == []
    assert snapshot(course) == before


def test_only_what_changed_is_written(course, lesson, lesson_path):
    write_assignment(course, lesson)
    lesson_path.write_text(lesson_path.read_text().replace('"the mean"', '"the arithmetic mean"'))
    written = write_assignment(course, parse_lesson(lesson_path))
    assert sorted(path.name for path in written) == [f"{NAME}.ipynb"] * 3 + ["mean.py"] * 2


def edit(course, change):
    path = course.notebook_path("source", NAME)
    notebook = json.loads(path.read_text())
    change(notebook)
    path.write_text(json.dumps(notebook))
    return path


def test_an_edited_source_notebook_is_not_overwritten(course, lesson, lesson_path):
    write_assignment(course, lesson)
    path = edit(course, lambda notebook: notebook["cells"][1]["source"].append("\n# edited"))
    before = snapshot(course)
    lesson_path.write_text(lesson_path.read_text().replace("Now the", "And now the"))
    with pytest.raises(CourseError, match=f"autograder import {path}"):
        write_assignment(course, parse_lesson(lesson_path))
    assert snapshot(course) == before
    write_assignment(course, parse_lesson(lesson_path), force=True)
    assert "# edited" not in path.read_text()


def leave_marks(notebook):
    notebook["metadata"]["kernelspec"] = {"name": "other", "display_name": "Other"}
    notebook["metadata"]["language_info"]["version"] = "3.13"
    for cell in notebook["cells"]:
        cell["metadata"]["collapsed"] = True
        if cell["cell_type"] == "code":
            cell["execution_count"] = 3
            cell["outputs"] = [{"name": "stdout", "output_type": "stream", "text": ["3"]}]


def test_opening_and_running_it_is_no_edit(course, lesson):
    write_assignment(course, lesson)
    path = edit(course, leave_marks)
    assert write_assignment(course, lesson) == [path]


@pytest.mark.parametrize("damage", ["<<<<<<< HEAD\n", "[]", '{"cells": [{}], "metadata": {}}'])
def test_a_damaged_source_notebook_is_not_overwritten(course, lesson, damage):
    write_assignment(course, lesson)
    path = course.notebook_path("source", NAME)
    path.write_text(damage)
    with pytest.raises(CourseError, match="is not a notebook"):
        write_assignment(course, lesson)
    write_assignment(course, lesson, force=True)
    assert read_built(path)["metadata"]["journey"]["title"] == "Small sums"


@pytest.mark.parametrize("kind", ["source", "release", "solutions"])
@pytest.mark.parametrize("name", ["answers.txt", "tests/extra.py", "notes.ipynb"])
def test_a_file_that_is_not_listed_stops_the_build(course, lesson, kind, name):
    write_assignment(course, lesson)
    stray = course.root / kind / NAME / name
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("secret")
    with pytest.raises(CourseError, match=f"holds {name}, which no lesson made"):
        write_assignment(course, lesson)
    assert stray.exists()


def test_a_file_that_is_no_longer_listed_is_removed(course, lesson, lesson_path):
    write_assignment(course, lesson)
    text = lesson_path.read_text().replace("![a line](images/line.svg)", "no line")
    lesson_path.write_text(text)
    gone = [course.root / kind / NAME / "images" / "line.svg" for kind in ("source", "release", "solutions")]
    assert set(gone) <= set(write_assignment(course, parse_lesson(lesson_path)))
    assert not any(path.exists() or path.parent.exists() for path in gone)
    assert write_assignment(course, parse_lesson(lesson_path)) == []


def test_nothing_is_written_when_the_release_would_tell(course, lesson_path):
    lesson_path.write_text(
        lesson_path.read_text().replace("# Now the mean.", "# return total(numbers) / len(numbers);")
    )
    with pytest.raises(LessonError):
        write_assignment(course, parse_lesson(lesson_path))
    assert not (course.root / "release").exists()


def test_checkpoints_of_editors_do_not_matter(course, lesson):
    write_assignment(course, lesson)
    folder = course.root / "source" / NAME / ".ipynb_checkpoints"
    folder.mkdir()
    (folder / "x.ipynb").write_text("{}")
    assert write_assignment(course, lesson) == []


def test_the_notebook_says_that_it_is_generated(course, lesson):
    write_assignment(course, lesson)
    notebook = read_built(course.notebook_path("release", NAME))
    assert "from lessons/00_basics/01_small.py" in notebook["metadata"]["journey"]["generated"]
    assert dumps(notebook) == course.notebook_path("release", NAME).read_text()
