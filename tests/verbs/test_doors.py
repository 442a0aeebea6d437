"""Three doors, one grade: `grade`, `check` and `nbgrader autograde` of the real assignment say the same."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from autograder.course import Course, find_course
from autograder.gradebook import read_scores
from autograder.records import Outcome, Report
from autograder.verbs.check import check_notebook
from autograder.verbs.grade import grade_class
from autograder.verbs.reports import read_report, report_path
from tests.gradebook.nbgrader_api import open_api
from tests.verbs.real import REAL
from tests.verbs.zygotes import SharedZygote

# nbgrader's add_submission under a recent SQLAlchemy; the row is added all the same
pytestmark = [pytest.mark.sandbox, pytest.mark.filterwarnings("ignore:Object of type <Submitted")]
STUDENTS = {"right": "solutions", "blank": "release"}


@pytest.fixture
def course(real_course: Course, tmp_path: Path, sandbox: SharedZygote) -> Course:
    """The reference and the untouched release, handed in."""
    shutil.copytree(real_course.root, tmp_path / "course")
    course = find_course(tmp_path / "course")
    for student, kind in STUDENTS.items():
        path = course.submission_path(student, REAL)
        path.parent.mkdir(parents=True)
        shutil.copy(course.notebook_path(kind, REAL), path)  # type: ignore[arg-type]
        (path.parent / "timestamp.txt").write_text("2026-01-12 12:00:00.000000 UTC\n")
    return course


def points(report: Report) -> dict[str, float]:
    return {result.exercise: result.earned for result in report.exercises if not result.manual}


def test_the_reference_and_the_release_at_every_door(course: Course, tmp_path: Path) -> None:
    graded = {step.report.student: step.report for step in grade_class(course, REAL, workers=1)}
    in_bulk = read_scores(course, REAL)

    assert graded["right"].has_full_marks
    assert graded["blank"].earned == 0
    tests = [test for result in graded["blank"].exercises for test in result.tests]
    assert len(tests) >= 24
    assert {test.outcome for test in tests} == {Outcome.NOT_ATTEMPTED}

    for student in STUDENTS:
        checked = check_notebook(course, course.submission_path(student, REAL))
        assert points(checked) == points(graded[student])
        auto = {name: score.auto for name, score in in_bulk[student].items()}
        assert points(graded[student]).items() <= auto.items()

    other = tmp_path / "other"
    shutil.copytree(
        course.root, other, ignore=shutil.ignore_patterns("gradebook.db", "autograded", "feedback", "reports")
    )
    through_nbgrader = find_course(other)
    for student in STUDENTS:
        result = open_api(through_nbgrader).autograde(REAL, student)
        assert result["success"], result["log"]
        kept = read_report(report_path(through_nbgrader, REAL, student))
        assert kept is not None
        assert points(kept) == points(graded[student])
    assert read_scores(through_nbgrader, REAL) == in_bulk

    steps = list(grade_class(through_nbgrader, REAL, workers=1))
    assert [step.was_skipped for step in steps] == [True, True], "one door knows what the other has graded"
