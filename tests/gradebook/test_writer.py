from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.errors import GradebookError
from autograder.gradebook import GradebookWriter, read_scores
from autograder.records import Report, Status
from tests.gradebook.sample import (
    ASSIGNMENT,
    answered_notebook,
    hand_in,
    make_report,
    release_notebook,
    source_notebook,
)


def autos(course: Course, student: str) -> dict[str, float | None]:
    return {name: score.auto for name, score in read_scores(course, ASSIGNMENT)[student].items()}


def dump(course: Course) -> list[str]:
    with sqlite3.connect(course.root / "gradebook.db") as connection:
        lines = list(connection.iterdump())
    connection.close()
    return lines


def grade_by_hand(stock: Gradebook, student: str, exercise: str, score: float, extra: float | None = None) -> None:
    grade = stock.find_grade(exercise, ASSIGNMENT, ASSIGNMENT, student)
    grade.manual_score, grade.extra_credit, grade.needs_manual_grade = score, extra, False
    stock.db.commit()


def test_stock_nbgrader_reads_the_scores(course: Course, writer: GradebookWriter, stock: Gradebook) -> None:
    hand_in(course, "ada", answered_notebook())
    assert writer.write(make_report("ada", add=4, scale=1.5), release_notebook(), "<p>page</p>")
    submission = stock.find_submission(ASSIGNMENT, "ada")
    assert (submission.score, submission.max_score, submission.code_score) == (5.5, 13.0, 5.5)
    (notebook,) = submission.notebooks
    assert {g.name: (g.auto_score, g.max_score, g.needs_manual_grade) for g in notebook.grades} == {
        "add": (4.0, 4.0, False),
        "scale": (1.5, 6.0, False),
        "why": (None, 3.0, True),
    }
    assert notebook.failed_tests
    assert notebook.needs_manual_grade
    assert {c.name: c.comment for c in notebook.comments} == {"add-answer": None, "scale-answer": None, "why": None}


def test_an_untouched_answer_earns_zero_and_says_no_response(
    course: Course, writer: GradebookWriter, stock: Gradebook
) -> None:
    hand_in(course, "ada", release_notebook())
    writer.write(make_report("ada", add=None, scale=None, why=None), release_notebook())
    (notebook,) = stock.find_submission(ASSIGNMENT, "ada").notebooks
    assert {g.name: (g.auto_score, g.needs_manual_grade) for g in notebook.grades} == dict.fromkeys(
        ("add", "scale", "why"), (0.0, False)
    )
    assert {c.comment for c in notebook.comments} == {"No response."}


def test_writing_twice_is_writing_once(course: Course, writer: GradebookWriter) -> None:
    hand_in(course, "ada", answered_notebook())
    writer.write(make_report("ada"), release_notebook(), "page")
    before = dump(course)
    writer.write(make_report("ada"), release_notebook(), "page")
    assert dump(course) == before


def test_a_regrade_keeps_what_people_gave_and_asks_them_to_look(
    course: Course, writer: GradebookWriter, stock: Gradebook
) -> None:
    hand_in(course, "ada", answered_notebook())
    writer.write(make_report("ada", add=1), release_notebook())
    grade_by_hand(stock, "ada", "add", 3.0, extra=0.5)
    grade_by_hand(stock, "ada", "why", 2.0)
    stock.find_comment("why", ASSIGNMENT, ASSIGNMENT, "ada").manual_comment = "nicely put"
    stock.db.commit()

    writer.write(make_report("ada", add=4, scale=2), release_notebook())
    scores = read_scores(course, ASSIGNMENT)["ada"]
    assert (scores["add"].auto, scores["add"].manual, scores["add"].extra_credit) == (4.0, 3.0, 0.5)
    assert (scores["add"].total, scores["why"].total, scores["scale"].total) == (3.5, 2.0, 2.0)
    assert {name for name, score in scores.items() if score.needs_manual_grade} == {"add", "why"}
    stock.db.expire_all()
    assert stock.find_submission(ASSIGNMENT, "ada").score == 7.5
    assert stock.find_comment("why", ASSIGNMENT, ASSIGNMENT, "ada").comment == "nicely put"


@pytest.mark.parametrize(("earned", "written"), [(-3.0, 0.0), (4.0000001, 4.0), (1e308, 4.0), (5e-324, 5e-324)])
def test_scores_stay_within_their_range(course: Course, writer: GradebookWriter, earned: float, written: float) -> None:
    writer.write(forge(make_report("ada"), earned), release_notebook())
    assert autos(course, "ada")["add"] == written


@pytest.mark.parametrize("earned", [float("nan"), float("inf"), float("-inf"), None, "4"])
def test_what_is_no_score_is_refused_whole(course: Course, writer: GradebookWriter, earned: float | None) -> None:
    writer.write(make_report("ada", add=1), release_notebook())
    before = dump(course)
    with pytest.raises(GradebookError, match="is no score"):
        writer.write(forge(make_report("ada", scale=0), earned), release_notebook())
    assert dump(course) == before


def forge(report: Report, earned: float | None) -> Report:
    """A report that says of `add` what no honest one could: the record's own checks are passed by."""
    first, *others = report.exercises
    return report.model_copy(update={"exercises": (first.model_copy(update={"earned": earned}), *others)})


@pytest.mark.parametrize("status", [Status.MISSING, Status.UNREADABLE])
def test_missing_and_unreadable_score_zero_and_stay_listed(
    course: Course, writer: GradebookWriter, stock: Gradebook, status: Status
) -> None:
    hand_in(course, "ada", None)
    writer.write(make_report("ada", status))
    submission = stock.find_submission(ASSIGNMENT, "ada")
    assert (submission.score, submission.max_score, submission.needs_manual_grade) == (0.0, 13.0, False)
    folder = course.root / "autograded" / "ada" / ASSIGNMENT
    assert (folder / "timestamp.txt").exists()
    page = folder / f"{ASSIGNMENT}.ipynb"
    assert page.exists() == (status is Status.UNREADABLE)
    if page.exists():
        assert "it is &lt;b&gt;no&lt;/b&gt; notebook" in page.read_text()


def test_a_missing_notebook_leaves_no_earlier_one_behind(course: Course, writer: GradebookWriter) -> None:
    hand_in(course, "ada", answered_notebook())
    writer.write(make_report("ada"), release_notebook(), "full marks")
    writer.write(make_report("ada", Status.MISSING))
    assert autos(course, "ada") == {"add": 0.0, "scale": 0.0, "why": 0.0}
    assert not (course.root / "autograded" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb").exists()
    assert not (course.root / "feedback" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.html").exists()


def test_a_fault_of_ours_changes_nothing(course: Course, writer: GradebookWriter) -> None:
    hand_in(course, "ada", answered_notebook())
    writer.write(make_report("ada"), release_notebook())
    before = dump(course)
    assert not writer.write(make_report("ada", Status.UNGRADED))
    assert dump(course) == before


def test_a_report_about_other_points_is_refused(course: Course, writer: GradebookWriter) -> None:
    writer.prepare(ASSIGNMENT, source_notebook({"add": 5.0, "scale": 6.0, "why": 3.0}))
    with pytest.raises(GradebookError, match=r"differ about add: .* grade it again"):
        writer.write(make_report("ada"), release_notebook())


@pytest.mark.parametrize("student", ["", "..", "a/b", "../ada", "a\0b"])
def test_a_student_cannot_be_a_path(course: Course, writer: GradebookWriter, student: str) -> None:
    with pytest.raises(GradebookError, match="cannot be the name"):
        writer.write(make_report(student), release_notebook())
    assert read_scores(course, ASSIGNMENT) == {}


def test_is_written_sees_every_difference(course: Course, writer: GradebookWriter) -> None:
    folder, report = hand_in(course, "ada", answered_notebook()), make_report("ada")
    assert not writer.is_written(report)
    writer.write(report, release_notebook(), "page")
    assert writer.is_written(report)
    assert not writer.is_written(make_report("ada", add=2))
    assert not writer.is_written(make_report("bob"))
    (folder / "timestamp.txt").write_text("2025-03-02 10:00:00 UTC")
    assert not writer.is_written(report)
    writer.write(report, release_notebook(), "page")
    (course.root / "feedback" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.html").unlink()
    assert not writer.is_written(report)


def test_an_assignment_that_the_gradebook_does_not_know(course: Course) -> None:
    with GradebookWriter(course) as fresh, pytest.raises(GradebookError, match="does not know the assignment"):
        fresh.write(make_report("ada"), release_notebook())


def test_the_notebook_may_come_as_text(course: Course, writer: GradebookWriter) -> None:
    writer.write(make_report("ada"), '{"a": "text"}')
    path: Path = course.root / "autograded" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert path.read_text() == '{"a": "text"}'
