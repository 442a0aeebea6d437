"""The release is what nbgrader makes of the source, and tells nobody a solution."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.errors import LessonError
from autograder.lessons import build_files, build_release, parse_lesson, write_assignment
from autograder.lessons.regions import secret_lines

ROOT = Path(__file__).parents[2]


def generate_assignment(course) -> Path:
    """Have nbgrader make the release, in a folder of its own."""
    shutil.copy(ROOT / "nbgrader_config.py", course.root)
    # It runs `alembic` by that name.
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "nbgrader", "generate_assignment", "00_01_small", "--create", "--force"]
    subprocess.run(command, cwd=course.root, env=environment, check=True, capture_output=True)
    return course.root / "release" / "00_01_small"


def test_nbgrader_makes_the_same_release(course, lesson):
    write_assignment(course, lesson)
    folder = course.root / "release" / "00_01_small"
    ours = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    shutil.rmtree(course.root / "release")
    generate_assignment(course)
    theirs = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert ours.keys() == theirs.keys()
    assert len(ours) == 4
    for name in ours:
        assert ours[name] == theirs[name], name


def test_a_stub_stands_where_the_solution_stood(lesson):
    cells = {cell["id"]: cell for cell in build_release(lesson).cells}
    assert cells["mean-answer"].source.split("\n")[1:] == [
        '    """The mean of a list of numbers."""',
        "    # YOUR CODE HERE",
        "    raise NotImplementedError()",
    ]
    assert cells["why_mean"].source == "Why does the mean minimise the squared distance?\n\nYOUR ANSWER HERE"
    assert cells["total"].metadata["editable"] is cells["total"].metadata["deletable"] is False
    assert "editable" not in cells["mean-answer"].metadata


def test_no_line_of_a_solution_is_in_any_file_of_a_release(course, lesson):
    write_assignment(course, lesson)
    secrets = {line for cell in lesson.cells for _, line in secret_lines(cell.source) if line != "return accumulated"}
    assert len(secrets) == 4
    folder = course.root / "release"
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert len(files) == 4
    for path in files:
        text = path.read_text()
        shown = [json.dumps(line)[1:-1] for line in secrets if line in text or json.dumps(line)[1:-1] in text]
        # The hint ends with this very line, on purpose.
        assert shown == (["accumulated = math.fsum(numbers)"] if path.suffix == ".ipynb" else []), path
        assert not any(mark in text for mark in ("BEGIN", "MARK SCHEME", "END SOLUTION"))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("# Now the mean.", "# Now `return total(numbers) / len(numbers)`.", "cell 'text-"),
        ('"the mean"', '"the mean is return total(numbers) / len(numbers)"', "cell 'mean'"),
        ("# # Small sums", "# # On two for convexity.", ""),
        ("# # Small sums", "# # One point for the derivative, two for convexity.", "cell 'text-"),
        ("images/line.svg", "images/leak.svg", "images/leak.svg"),
    ],
)
def test_a_release_that_shows_a_line_of_a_solution_is_refused(lesson_path, old, new, place):
    leak = lesson_path.parent / "images" / "01_small" / "leak.svg"
    leak.write_text("<svg><desc>return total(numbers) / len(numbers)</desc></svg>")
    text = lesson_path.read_text().replace(old, new, 1)
    lesson_path.write_text(text)
    lesson = parse_lesson(lesson_path)
    if not place:
        build_files(lesson)
        return
    with pytest.raises(LessonError, match="also stands in the release") as caught:
        build_files(lesson)
    assert place in caught.value.problem
    blamed = text.split("\n")[caught.value.line - 1]
    assert "return total(numbers) / len(numbers)" in blamed or "two for convexity" in blamed


def test_a_line_that_stands_outside_too_is_no_secret(lesson_path):
    text = lesson_path.read_text().replace(
        "NUMBERS = [3, 1, 2]",
        "NUMBERS = [3, 1, 2]\n\n\ndef f(numbers):\n    return total(numbers) / len(numbers)  # so",
    )
    lesson_path.write_text(text)
    assert build_files(parse_lesson(lesson_path))["release"]
