from __future__ import annotations

import math

import pytest

from autograder.export import scores_table
from autograder.records import ExerciseResult, Report, Status


def report(
    student: str, *earned: float, status: Status = Status.GRADED, manual: float = 0, assignment: str = "00_01_x"
) -> Report:
    results = [ExerciseResult(exercise=f"ex{n}", points=4, earned=each) for n, each in enumerate(earned)]
    if manual:
        results.append(ExerciseResult(exercise="why", points=manual, earned=0, manual=True))
    return Report(assignment=assignment, student=student, status=status, exercises=tuple(results))


def test_students_by_exercises_in_the_assignments_order() -> None:
    table = scores_table([report("bo", 1, 4), report("ada", 3.5, 0)])
    assert list(table.index) == ["ada", "bo"]
    assert list(table.columns) == ["ex0", "ex1", "total", "out_of", "penalty", "awaiting", "status"]
    assert table.loc["ada"].tolist() == [3.5, 0, 3.5, 8, 0, 0, "graded"]
    assert table["total"].tolist() == [3.5, 5]


def test_what_is_not_known_is_no_zero() -> None:
    table = scores_table([report("ada", 4, manual=3), report("bo", status=Status.UNGRADED)])
    assert math.isnan(table.loc["ada", "why"])
    assert table.loc["ada", "awaiting"] == 1
    assert math.isnan(table.loc["bo", "total"])
    assert math.isnan(table.loc["bo", "ex0"])


@pytest.mark.parametrize("status", [Status.MISSING, Status.UNREADABLE])
def test_what_the_student_is_answerable_for_is_zero(status: Status) -> None:
    table = scores_table([report("ada", 4), report("bo", status=status)])
    assert table.loc["bo", ["ex0", "total", "out_of"]].tolist() == [0, 0, 4]


def test_an_empty_written_answer_awaits_no_mark() -> None:
    empty = ExerciseResult(exercise="why", points=3, earned=0, manual=True, attempted=False)
    table = scores_table([Report(assignment="00_01_x", student="ada", status=Status.GRADED, exercises=(empty,))])
    assert table.loc["ada", ["why", "awaiting"]].tolist() == [0, 0]


def test_hand_scores_replace_and_penalties_reduce() -> None:
    table = scores_table([report("ada", 1, 4, manual=3)], {"ada": {"why": 2, "ex0": 3}}, {"ada": 2.5})
    assert table.loc["ada", ["ex0", "why", "total", "penalty", "awaiting"]].tolist() == [3, 2, 6.5, 2.5, 0]


def test_a_penalty_takes_no_more_than_there_is() -> None:
    assert scores_table([report("ada", 1)], penalties={"ada": 5}).loc["ada", "total"] == 0


def test_no_reports_make_an_empty_table() -> None:
    assert list(scores_table([]).columns) == ["total", "out_of", "penalty", "awaiting", "status"]


@pytest.mark.parametrize("second", [report("bo", 1, assignment="00_02_y"), report("ada", 1)])
def test_one_assignment_and_one_report_for_each_student(second: Report) -> None:
    with pytest.raises(ValueError, match="a table of scores holds one"):
        scores_table([report("ada", 1), second])
