"""Checking one's own notebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import CourseError, SubmissionError
from autograder.records import Outcome
from autograder.verbs.check import check_notebook
from tests.verbs.tiny import ASSIGNMENT, RIGHT, answered, hand_in
from tests.verbs.zygotes import SharedZygote


@pytest.fixture
def notebook(course: Course, tmp_path: Path) -> Path:
    path = tmp_path / "my own.ipynb"
    path.write_text(answered(course, **RIGHT | {"double": "def double(x):\n    return 3 * x\n"}))
    return path


def test_a_notebook_is_known_whatever_its_name(course: Course, notebook: Path, sandbox: SharedZygote) -> None:
    report = check_notebook(course, notebook)
    assert (report.assignment, report.student, report.earned) == (ASSIGNMENT, "you", 2.5)
    assert sandbox.opened == [False], "without isolation"
    assert sandbox.closed == 1
    assert report.provenance["isolation"] == "none"
    assert not (course.root / "gradebook.db").exists()
    assert not course.reports.exists()


def test_only_the_exercises_named(course: Course, notebook: Path) -> None:
    assert check_notebook(course, notebook, exercises=["quarter"]).has_full_marks
    report = check_notebook(course, notebook, exercises=["double"])
    assert [e.exercise for e in report.exercises] == ["double"]
    assert not report.has_full_marks
    by_hand = check_notebook(course, notebook, exercises=["why"])
    assert [e.manual for e in by_hand.exercises] == [True]
    with pytest.raises(CourseError, match="has no exercise treble; it has double, quarter, why"):
        check_notebook(course, notebook, exercises=["double", "treble"])


def test_the_untouched_release(course: Course) -> None:
    report = check_notebook(course, course.notebook_path("release", ASSIGNMENT))
    assert report.earned == 0
    assert {t.outcome for e in report.exercises for t in e.tests} == {Outcome.NOT_ATTEMPTED}


@pytest.mark.parametrize("text", [None, "", "{}", "no notebook", '{"cells": [], "nbformat": 4, "nbformat_minor": 5}'])
def test_what_is_no_notebook_of_the_course(course: Course, tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "other.ipynb"
    if text is not None:
        path.write_text(text)
    with pytest.raises((SubmissionError, CourseError)):
        check_notebook(course, path)


def test_an_assignment_that_was_not_built(course: Course) -> None:
    path = hand_in(course, "ada", **RIGHT)
    course.notebook_path("source", ASSIGNMENT).unlink()
    with pytest.raises(CourseError, match=f"run `autograder build {ASSIGNMENT}`"):
        check_notebook(course, path)
