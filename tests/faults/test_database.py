"""The gradebook's database cannot be written, at once or in the middle of a class."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.gradebook import database
from tests.faults.classroom import STUDENTS, Damage, assess, copy_course, hand_in_all, read_outcome
from tests.faults.kills import Expected
from tests.faults.process import DONE, REFUSED, At, Grader, grade

pytestmark = pytest.mark.sandbox


@pytest.fixture(autouse=True)
def impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)


def test_another_connection_holds_the_database(course: Course, expected: Expected) -> None:
    assert grade(course, students=["ada"]).code == DONE
    with closing(sqlite3.connect(course.root / "gradebook.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        run = grade(course)
    assert (run.code, run.graded) == (REFUSED, [])
    assert "another program is writing to it" in run.said
    assert set(grade(course).graded) == set(STUDENTS) - {"ada"}
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


@pytest.mark.parametrize("step", [60, 100, 150])
def test_it_gets_locked_in_the_middle_of_the_class(course: Course, expected: Expected, step: int) -> None:
    run = grade(course, LockedAt(step, course.root / "gradebook.db"))
    assert run.code == REFUSED
    assert "another program is writing to it" in run.said
    assert 0 < len(run.graded) < len(STUDENTS)
    again = grade(course)
    assert set(again.graded) == set(STUDENTS) - set(run.graded)
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


class LockedAt(At):
    """From a step on, another connection holds the database."""

    def __init__(self, step: int, path: Path) -> None:
        super().__init__(step, "lock")
        object.__setattr__(self, "path", path)

    def happen(self, name: str) -> None:
        other = sqlite3.connect(self.path, isolation_level=None)  # type: ignore[attr-defined]
        other.execute("PRAGMA busy_timeout = 1000")
        other.execute("BEGIN IMMEDIATE")
        object.__setattr__(self, "other", other)  # it stays open


def test_it_becomes_read_only(course: Course, expected: Expected, monkeypatch: pytest.MonkeyPatch) -> None:
    assert grade(course, students=["ada"]).code == DONE
    hand_in_all(course, 1, ["ada"])
    before, pristine = read_outcome(course), database.create_engine

    def read_only(url: str, **options: object) -> object:
        path = url.removeprefix("sqlite:///")
        return pristine(f"sqlite:///file:{path}?mode=ro&uri=true", **options)

    with monkeypatch.context() as patch:
        patch.setattr(database, "create_engine", read_only)
        run = grade(course)
    assert (run.code, run.graded) == (REFUSED, [])
    assert "read-only" in run.said
    assert read_outcome(course) == before
    hand_in_all(course, 0, ["ada"])
    assert grade(course).code == DONE
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


def test_two_graders_at_once(course: Course, expected: Expected, tmp_path: Path) -> None:
    """Whoever comes second is told so, and disturbs nobody; both together grade everybody once."""
    apart = copy_course(course, tmp_path / "apart")
    first, second = Grader(course), Grader(course)
    runs = [first.wait(), second.wait()]
    for run in runs:
        assert run.code == DONE or "another grader is at work on this course" in run.said
    assert any(run.code == DONE for run in runs)
    assert sorted(student for run in runs for student in run.graded) == list(STUDENTS)
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()
    both = [Grader(course), Grader(apart)]
    assert [one.wait().code for one in both] == [DONE, DONE], "two courses do not wait for each other"
