from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.errors import GradebookError
from autograder.gradebook import GradebookWriter, read_penalties
from autograder.gradebook.submission import read_timestamp
from tests.gradebook.nbgrader_api import open_api
from tests.gradebook.sample import (
    ASSIGNMENT,
    answered_notebook,
    hand_in,
    make_report,
    release_notebook,
    source_notebook,
)
from tests.gradebook.test_writer import grade_by_hand

DUE = datetime(2025, 3, 1, 9)  # the sample hands in an hour later
PLUGIN = """
from nbgrader.plugins import BasePlugin

class {name}(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return {penalty}
"""


def configure(course: Course, line: str) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f"\n{line}\n")


def penalty_of(course: Course, due: datetime = DUE, hours: int = 0) -> float:
    """Ada's late penalty, as nbgrader's own interface reads it."""
    with GradebookWriter(course) as writer:
        writer.prepare(ASSIGNMENT, source_notebook())
        hand_in(course, "ada", answered_notebook())
        with Gradebook(f"sqlite:///{course.root}/gradebook.db", "genai_journey") as stock:
            stock.update_or_create_assignment(ASSIGNMENT, duedate=due)
        writer.write(make_report("ada", add=2), release_notebook())
        with Gradebook(f"sqlite:///{course.root}/gradebook.db", "genai_journey") as stock:
            stock.grant_extension(ASSIGNMENT, "ada", hours=hours)
        writer.write(make_report("ada", add=2), release_notebook())
        with Gradebook(f"sqlite:///{course.root}/gradebook.db", "genai_journey") as stock:
            return float(stock.find_submission(ASSIGNMENT, "ada").late_submission_penalty)


def test_lateness_costs_nothing_by_default(course: Course) -> None:
    assert penalty_of(course) == 0.0
    assert read_penalties(course, ASSIGNMENT) == {}


def test_nbgraders_own_plugin(course: Course) -> None:
    configure(course, 'c.LateSubmissionPlugin.penalty_method = "zero"')
    assert penalty_of(course) == 8.0
    assert read_penalties(course, ASSIGNMENT) == {"ada": 8.0}, "an export must not forget what lateness cost"


@pytest.mark.parametrize(("due", "hours"), [(datetime(2025, 3, 1, 10, 1), 0), (DUE, 2)])
def test_who_is_in_time_pays_nothing(course: Course, due: datetime, hours: int) -> None:
    configure(course, 'c.LateSubmissionPlugin.penalty_method = "zero"')
    assert penalty_of(course, due, hours) == 0.0


@pytest.mark.parametrize(
    ("name", "penalty", "expected"),
    [
        ("PerHour", "1.5 * total_seconds_late // 3600", 1.0),
        ("Huge", "1e9", 8.0),
        ("Bonus", "-3", 0.0),
        ("No", "None", 0),
    ],
)
def test_a_plugin_in_the_course_folder(course: Course, name: str, penalty: str, expected: float) -> None:
    (course.root / f"late_{name.lower()}.py").write_text(PLUGIN.format(name=name, penalty=penalty))
    configure(course, f'c.AssignLatePenalties.plugin_class = "late_{name.lower()}.{name}"')
    assert penalty_of(course) == expected


@pytest.mark.parametrize(
    ("name", "penalty", "message"),
    [("Broken", "1 / 0", "failed for ada: ZeroDivisionError"), ("NaN", "float('nan')", "no number")],
)
def test_a_plugin_that_fails_is_named(course: Course, name: str, penalty: str, message: str) -> None:
    (course.root / f"late_{name.lower()}.py").write_text(PLUGIN.format(name=name, penalty=penalty))
    configure(course, f'c.AssignLatePenalties.plugin_class = "late_{name.lower()}.{name}"')
    with pytest.raises(GradebookError, match=message):
        penalty_of(course)


def test_a_plugin_that_is_not_there(course: Course) -> None:
    configure(course, 'c.AssignLatePenalties.plugin_class = "no_such_module.Plugin"')
    with pytest.raises(GradebookError, match="cannot be loaded"), GradebookWriter(course):
        pass


def test_a_manual_grade_and_a_new_due_date_renew_the_penalty(course: Course) -> None:
    configure(course, 'c.LateSubmissionPlugin.penalty_method = "zero"')
    assert penalty_of(course) == 8.0
    with (
        GradebookWriter(course) as writer,
        Gradebook(f"sqlite:///{course.root}/gradebook.db", "genai_journey") as stock,
    ):
        grade_by_hand(stock, "ada", "why", 3.0)
        assert writer.renew_penalties(ASSIGNMENT) == 1
        stock.db.expire_all()
        submission = stock.find_submission(ASSIGNMENT, "ada")
        assert (submission.late_submission_penalty, submission.needs_manual_grade) == (11.0, False)
        assert writer.renew_penalties(ASSIGNMENT) == 0


@pytest.mark.parametrize(
    "text",
    [
        "2025-03-01 10:00:00.250000 UTC",
        "2025-03-01 10:00:00 Europe/Berlin",
        "2025-03-01 10:00:00 +0530",
        "2025-03-01T10:00:00",
        "  2025-03-01 10:00:00.1 UTC \n",
    ],
)
def test_formgrader_sees_what_was_handed_in_as_graded(course: Course, writer: GradebookWriter, text: str) -> None:
    hand_in(course, "ada", answered_notebook(), at=text)
    writer.write(make_report("ada"), release_notebook())
    api = open_api(course)
    assert api.get_autograded_students(ASSIGNMENT) == {"ada"}
    with api.gradebook as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "ada").timestamp == api.get_submitted_timestamp(ASSIGNMENT, "ada")


def test_a_newer_submission_needs_autograding(course: Course, writer: GradebookWriter) -> None:
    folder = hand_in(course, "ada", answered_notebook())
    writer.write(make_report("ada"), release_notebook())
    (folder / "timestamp.txt").write_text("2025-03-02 10:00:00 UTC")
    assert open_api(course).get_autograded_students(ASSIGNMENT) == set()
    writer.write(make_report("ada"), release_notebook())
    assert open_api(course).get_autograded_students(ASSIGNMENT) == {"ada"}


def test_a_timestamp_that_is_gone(course: Course, writer: GradebookWriter) -> None:
    folder = hand_in(course, "ada", answered_notebook())
    writer.write(make_report("ada"), release_notebook())
    (folder / "timestamp.txt").unlink()
    writer.write(make_report("ada"), release_notebook())
    assert open_api(course).get_autograded_students(ASSIGNMENT) == {"ada"}


@pytest.mark.parametrize("text", [b"", b"\xff\xfe", b"soon", b"9" * 60, b"2025-03-01 10:00:00 +99999999", b"1" * 10**6])
def test_what_is_no_time_stops_nobody(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "timestamp.txt").write_bytes(text)
    assert read_timestamp(tmp_path) is None
