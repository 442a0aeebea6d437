"""The grader is killed after each step of writing, and started again."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from autograder.course import Course
from tests.faults.classroom import Damage, assess, copy_course, hand_in_all, read_outcome, settled_students
from tests.faults.kills import TERMS, Expected, grade_under_fire
from tests.faults.process import DONE, At, grade
from tests.verbs.tiny import ASSIGNMENT

pytestmark = pytest.mark.sandbox
ONE = {"students": ["ada"]}  # each kill is survived alike by whoever is graded


def test_a_few_kills_at_random_points(pristine: Course, expected: Expected, tmp_path: Path) -> None:
    damages = list(grade_under_fire(pristine, tmp_path, expected, kills=6))
    assert sum(killed for killed, _ in damages) == 6
    assert [damage for _, damage in damages] == [Damage()] * len(damages)


@pytest.mark.parametrize("term", TERMS)
def test_a_kill_before_each_step_of_writing(course: Course, tmp_path: Path, term: int) -> None:
    """One student is graded; then another work of the same student, which replaces what is there."""
    for shift in TERMS[:term]:
        hand_in_all(course, shift)
        assert grade(course, **ONE).code == DONE
    hand_in_all(course, term)
    steady = copy_course(course, tmp_path / "steady")
    undisturbed = grade(steady, **ONE)
    expected = read_outcome(steady)
    assert undisturbed.graded == ["ada"]
    assert undisturbed.written > 20
    for step in range(1, undisturbed.written + 1, 1 if term else 3):
        killed = copy_course(course, tmp_path / f"killed-{step}")
        run = grade(killed, At(step, "kill"), **ONE)
        assert run.code == -9
        before = settled_students(killed)
        again = grade(killed, **ONE)
        assert again.code == DONE
        graded = Counter([*before, *again.graded])
        assert assess(read_outcome(killed), expected, graded) == Damage(), f"killed before step {step}"
        assert not [path for path in (killed.root / "reports" / ASSIGNMENT).iterdir() if path.name.startswith(".")]
