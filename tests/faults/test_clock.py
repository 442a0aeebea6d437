"""The clock jumps: a machine that slept, a time server that sets it back, a day in another century."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from autograder.course import Course
from tests.faults.classroom import STUDENTS, Damage, assess, read_outcome
from tests.faults.kills import Expected
from tests.faults.process import DONE, grade

pytestmark = pytest.mark.sandbox
YEARS = 365.25 * 86_400


@pytest.mark.parametrize("jump", [-3_600.0, 3_600.0, -30 * YEARS, 30 * YEARS])
def test_it_jumps_at_each_look(
    course: Course, expected: Expected, monkeypatch: pytest.MonkeyPatch, jump: float
) -> None:
    """Forth, or back, by as much again each second time that somebody asks."""
    real, looks = time.time, iter(range(1 << 30))
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: real() + jump * (next(looks) % 2))
        run = grade(course)
        assert grade(course).graded == []
    assert run.code == DONE
    assert sorted(run.graded) == list(STUDENTS)
    assert grade(course).graded == []
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


@pytest.mark.parametrize("jump", [-40 * YEARS, 40 * YEARS])
def test_files_come_from_another_time(course: Course, expected: Expected, jump: float) -> None:
    """What counts is what files hold, not when they say that they were written."""
    assert grade(course).code == DONE
    at = time.time() + jump
    for path in course.root.rglob("*"):
        os.utime(path, (at, at))
    assert grade(course).graded == []
    for path in course.root.rglob("*.transcript"):
        assert Path(path).stat().st_size
    assert len(grade(course, force=True).graded) == len(STUDENTS)
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()
