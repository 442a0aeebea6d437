"""What nbgrader's users see: formgrader's lists, the exported table, the pages of feedback."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin

from autograder.course import Course
from autograder.gradebook import GradebookWriter, read_scores
from autograder.records import Status
from tests.gradebook.nbgrader_api import open_api
from tests.gradebook.sample import ASSIGNMENT, answered_notebook, hand_in, make_report
from tests.gradebook.test_writer import grade_by_hand


@pytest.fixture
def graded(course: Course, writer: GradebookWriter) -> Course:
    """Ada is right, Bob is partly, Cy handed in nothing, Dee something that is no notebook."""
    for student, notebook in (
        ("ada", answered_notebook(add="right", scale="right", why="because")),
        ("bob", answered_notebook(add="right", scale="wrong")),
        ("cy", None),
        ("dee", "no notebook"),
    ):
        hand_in(course, student, notebook)
    writer.write(make_report("ada"), answered_notebook(add="right", scale="right", why="because"), "ada's page")
    writer.write(make_report("bob", scale=2.5, why=None), answered_notebook(add="right", scale="wrong"), "bob's page")
    writer.write(make_report("cy", Status.MISSING))
    writer.write(make_report("dee", Status.UNREADABLE))
    return course


def test_manage_submissions_lists_everybody_as_graded(graded: Course) -> None:
    listed = open_api(graded).get_submissions(ASSIGNMENT)
    assert {s["student"]: (s["score"], s["max_score"], s["needs_manual_grade"]) for s in listed} == {
        "ada": (10.0, 13.0, True),
        "bob": (6.5, 13.0, False),
        "cy": (0.0, 13.0, False),
        "dee": (0.0, 13.0, False),
    }
    assert all(s["autograded"] and s["submitted"] for s in listed)


def test_the_gradebook_lists_the_notebooks_that_there_are(graded: Course) -> None:
    listed = open_api(graded).get_notebook_submissions(ASSIGNMENT, ASSIGNMENT)
    assert {n["student"]: (n["code_score"], n["written_score"], n["failed_tests"]) for n in listed} == {
        "ada": (10.0, 0.0, False),
        "bob": (6.5, 0.0, True),
        "dee": (0.0, 0.0, True),
    }
    (cy,) = open_api(graded).get_student_notebook_submissions("cy", ASSIGNMENT)
    assert (cy["id"], cy["score"], cy["max_score"]) == (None, 0, 13.0)


def test_a_students_page_and_the_average(graded: Course) -> None:
    api = open_api(graded)
    assert {s["id"]: s["score"] for s in api.get_students()} == {"ada": 10.0, "bob": 6.5, "cy": 0.0, "dee": 0.0}
    (assignment,) = api.get_assignments()
    assert (assignment["name"], assignment["num_submissions"], assignment["average_score"]) == (ASSIGNMENT, 4, 4.125)


def test_scores_by_exercise(graded: Course) -> None:
    with open_api(graded).gradebook as gradebook:
        grades = gradebook.find_submission_notebook(ASSIGNMENT, ASSIGNMENT, "bob").grades
        assert {grade.name: grade.to_dict()["auto_score"] for grade in grades} == {"add": 4.0, "scale": 2.5, "why": 0.0}


def test_export(graded: Course, stock: Gradebook, tmp_path: Path) -> None:
    grade_by_hand(stock, "ada", "why", 2.0, extra=0.5)
    CsvExportPlugin(to=str(tmp_path / "grades.csv")).export(stock)
    with (tmp_path / "grades.csv").open() as file:
        table = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {student: float(row["score"]) for student, row in table.items()} == {
        "ada": 12.5,
        "bob": 6.5,
        "cy": 0,
        "dee": 0,
    }
    assert {row["timestamp"] for row in table.values()} == {"2025-03-01 10:00:00.250000"}


def test_generate_feedback_takes_our_notebooks_and_leaves_our_pages(graded: Course) -> None:
    api = open_api(graded)
    assert api.generate_feedback(ASSIGNMENT, "ada", force=False)["success"]
    page = graded.root / "feedback" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert page.read_text() == "ada's page"
    assert api.generate_feedback(ASSIGNMENT, "ada", force=True)["success"]
    assert "Score: 10.0 / 13.0" in " ".join(page.read_text().split())


def test_a_manual_grade_through_nbgrader_survives_a_regrade(
    graded: Course, writer: GradebookWriter, stock: Gradebook
) -> None:
    grade_by_hand(stock, "bob", "scale", 6.0)
    writer.write(make_report("bob", add=0, scale=0, why=None), answered_notebook(), "bob's page")
    assert read_scores(graded, ASSIGNMENT)["bob"]["scale"].total == 6.0
    (bob,) = (s for s in open_api(graded).get_submissions(ASSIGNMENT) if s["student"] == "bob")
    assert (bob["score"], bob["needs_manual_grade"]) == (6.0, True)
