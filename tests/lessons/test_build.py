"""The source notebook: valid, complete, and the same bytes everywhere."""

import os
import subprocess
import sys

import nbformat
import pytest
from nbgrader.nbgraderformat import MetadataValidator

from autograder.errors import CourseError
from autograder.lessons import Kind, build_solution, build_source, dumps, exercises_of, read_built
from autograder.lessons.release import kind_of

BUILD = """
import sys
from pathlib import Path
from autograder.lessons import build_release, build_solution, build_source, dumps, parse_lesson
lesson = parse_lesson(Path(sys.argv[1]))
sys.stdout.buffer.write("".join(dumps(make(lesson)) for make in (build_source, build_release, build_solution)).encode())
"""


def test_it_is_a_valid_notebook(source):
    nbformat.validate(source)
    MetadataValidator().validate_nb(source)
    assert (source["nbformat"], source["nbformat_minor"]) == (4, 5)
    assert all(cell.outputs == [] and cell.execution_count is None for cell in source.cells if cell.cell_type == "code")


def test_ids_are_names(source):
    assert [cell["id"] for cell in source.cells if kind_of(cell) is not Kind.TEXT] == [
        "given-1", "total-task", "total-answer", "total", "total-hint-1", "demo-1",
        "mean-answer", "mean", "given-2", "why_mean",
    ]  # fmt: skip
    assert all(cell["id"].startswith("text-") for cell in source.cells if kind_of(cell) is Kind.TEXT)


def test_ids_of_text_depend_on_the_text_alone(lesson_path, lesson):
    from autograder.lessons import parse_lesson

    before = [cell["id"] for cell in build_source(lesson).cells]
    lesson_path.write_text(
        lesson_path.read_text().replace("\n# %%\nimport", "\n# %% [markdown]\n# New.\n\n# %%\nimport")
    )
    after = [cell["id"] for cell in build_source(parse_lesson(lesson_path)).cells]
    assert after[:1] + after[2:] == before


def test_grading_metadata_have_every_key_and_no_other(source):
    flags = {cell["id"]: cell.metadata.get("nbgrader") for cell in source.cells}
    assert flags["total"] == {
        "grade": True, "grade_id": "total", "locked": True, "points": 2,
        "schema_version": 3, "solution": False, "task": False,
    }  # fmt: skip
    assert flags["total-answer"] == {
        "grade": False, "grade_id": "total-answer", "locked": False,
        "schema_version": 3, "solution": True, "task": False,
    }  # fmt: skip
    why = flags["why_mean"]
    assert (why["grade"], why["solution"], why["locked"], why["points"]) == (True, True, False, 3)
    assert flags["given-1"]["locked"]
    assert flags["total-task"]["locked"]
    assert flags["demo-1"] is flags["total-hint-1"] is None


def test_a_demo_is_tagged_for_otter(source):
    demo = next(cell for cell in source.cells if kind_of(cell) is Kind.DEMO)
    assert demo.metadata.tags == ["demo", "otter_ignore"]


def test_a_hint_unfolds_in_steps(source):
    hint = next(cell for cell in source.cells if kind_of(cell) is Kind.HINT)
    assert hint.source.count("<details>") == hint.source.count("</details>") == 3
    assert "<summary>Hint 2 of 3</summary>\n\n$s = \\sum_i x_i$\n\n<details>" in hint.source


def test_the_notebook_lists_its_exercises(source, lesson):
    assert exercises_of(source) == lesson.exercises
    source["metadata"]["journey"] = {}
    with pytest.raises(CourseError, match="autograder build"):
        exercises_of(source)


def test_the_same_bytes_in_every_process(lesson_path):
    def build(seed):
        command = [sys.executable, "-c", BUILD, str(lesson_path)]
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo"}
        return subprocess.run(command, env=environment, capture_output=True, check=True).stdout

    first = build("1")
    assert first == build("2")
    assert b"\r" not in first
    assert str(lesson_path.parent.parent).encode() not in first


def test_a_built_notebook_reads_back_as_it_is(tmp_path, source):
    path = tmp_path / "source.ipynb"
    path.write_text(dumps(source), encoding="utf-8")
    assert read_built(path) == source
    with pytest.raises(CourseError, match="is missing: run `autograder build`"):
        read_built(tmp_path / "none.ipynb")
    path.write_text('{"cells": [1]}')
    with pytest.raises(CourseError, match="is not a notebook"):
        read_built(path)


def test_the_solved_notebook(lesson):
    solved = build_solution(lesson)
    nbformat.validate(solved)
    MetadataValidator().validate_nb(solved)
    cells = {cell["id"]: cell for cell in solved.cells}
    assert cells["mean-answer"].source.endswith('numbers."""\n    return total(numbers) / len(numbers)')
    assert cells["why_mean"].source.endswith(
        "Its derivative vanishes there, and nowhere else.\n\n**Mark scheme**\n\n"
        "One point for the derivative, two for convexity."
    )
    assert not any("BEGIN" in cell.source or "NotImplementedError" in cell.source for cell in solved.cells)
    namespace = {}
    for cell in solved.cells:
        if cell.cell_type == "code":
            exec(cell.source, namespace)
    assert namespace["mean"]([1, 2]) == 1.5
