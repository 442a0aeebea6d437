from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.gradebook import GradebookWriter
from tests.gradebook.sample import ASSIGNMENT, make_course, source_notebook


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


@pytest.fixture
def writer(course: Course) -> Iterator[GradebookWriter]:
    with GradebookWriter(course) as gradebook:
        gradebook.prepare(ASSIGNMENT, source_notebook())
        yield gradebook


@pytest.fixture
def stock(course: Course, writer: GradebookWriter) -> Iterator[Gradebook]:
    """nbgrader's own view of the database."""
    with Gradebook(f"sqlite:///{course.root}/gradebook.db", "genai_journey") as gradebook:
        yield gradebook
