"""One tiny lesson that has every kind of cell, in a course of its own."""

import shutil
from pathlib import Path

import pytest

from autograder.course import Course, find_course
from autograder.lessons import build_source, parse_lesson

FILES = Path(__file__).parent / "files"


@pytest.fixture
def course(tmp_path: Path) -> Course:
    shutil.copytree(FILES, tmp_path / "lessons")
    (tmp_path / "course.toml").write_text('title = "Small"\nsalt = "grains of salt"\n')
    return find_course(tmp_path)


@pytest.fixture
def lesson_path(course):
    return course.lesson_path("00_01_small")


@pytest.fixture
def lesson(lesson_path):
    return parse_lesson(lesson_path)


@pytest.fixture
def source(lesson):
    return build_source(lesson)
