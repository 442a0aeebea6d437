"""The first page shows the course as `course.toml` has it, and names every lesson."""

from __future__ import annotations

import runpy

from autograder.course import find_course
from autograder.lessons import parse_lesson
from autograder.verbs.build import find_assignments
from tests.verbs.real import REPOSITORY

COURSE = find_course(REPOSITORY)
IMAGES = REPOSITORY / "docs" / "images"
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def test_the_diagrams_are_of_the_course_as_it_is() -> None:
    draw = runpy.run_path(str(IMAGES / "draw.py"))
    drawn = {"learning-paths.svg": draw["draw_paths"](COURSE), "topics.svg": draw["draw_map"](COURSE)}
    for name, picture in drawn.items():
        assert (IMAGES / name).read_text(encoding="utf-8") == picture, "run `python docs/images/draw.py`"
        assert f"docs/images/{name}" in README


def test_every_lesson_is_named() -> None:
    for assignment in find_assignments(COURSE):
        lesson = parse_lesson(COURSE.lesson_path(assignment))
        row = next((line for line in README.splitlines() if line.startswith(f"| {assignment[:5]} ")), "")
        exercises = [exercise for exercise in lesson.exercises if not exercise.manual]
        assert f"release/{assignment}/{assignment}.ipynb" in row, assignment
        assert f"| {len(exercises)} |" in row, f"{assignment} has {len(exercises)} coding exercises"
