"""There is no room on the disk, from some step of writing on, or for large files only."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from autograder.course import Course
from tests.faults.classroom import STUDENTS, Damage, assess, copy_course, hand_in_all, read_outcome
from tests.faults.kills import Expected
from tests.faults.process import DONE, REFUSED, At, grade

pytestmark = pytest.mark.sandbox
ONE = {"students": ["ada"]}


@pytest.mark.parametrize("goes_on", [False, True], ids=["for a moment", "from then on"])
def test_a_full_disk_at_each_step_of_writing(course: Course, tmp_path: Path, goes_on: bool) -> None:
    """Where something stands already: what is there stays whole, and the next run does the rest."""
    assert grade(course, **ONE).code == DONE
    hand_in_all(course, 1, ["ada"])
    steady = copy_course(course, tmp_path / "steady")
    written, expected, before = grade(steady, **ONE).written, read_outcome(steady), read_outcome(course)
    for step in range(1, written + 1, 3 if goes_on else 1):
        full = copy_course(course, tmp_path / f"full-{step}")
        run = grade(full, At(step, "full", goes_on), **ONE)
        assert run.code in (DONE, REFUSED), run.said
        assert "space" in run.said or "full" in run.said or run.code == DONE, run.said
        left = read_outcome(full)
        assert goes_on or set(left.files) == set(before.files), f"full at step {step}"
        assert grade(full, **ONE).code == DONE
        assert assess(read_outcome(full), expected) == Damage(), f"full at step {step}"


def test_one_folder_without_room_keeps_nobody_else_from_being_graded(course: Course, expected: Expected) -> None:
    obstacle = course.root / "autograded" / "bob"
    obstacle.parent.mkdir()
    obstacle.write_text("a file where a folder should be")
    run = grade(course)
    assert run.code == DONE
    assert run.ungraded == ["bob"]
    assert set(run.graded) == set(STUDENTS) - {"bob"}
    obstacle.unlink()
    assert grade(course).graded == ["bob"]
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


@pytest.mark.parametrize("file_bytes", [0, 1_000, 4_000, 30_000, 60_000])
def test_files_that_break_off(course: Course, expected: Expected, file_bytes: int) -> None:
    """No file can grow beyond a limit: a write in the middle of a file fails, the database's own among them."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

    run = grade(course, limit)
    assert run.code in (DONE, REFUSED), run.said
    assert not set(run.graded) & set(run.ungraded)
    assert run.code == REFUSED or run.ungraded or file_bytes >= 60_000
    again = grade(course)
    assert again.code == DONE
    assert again.ungraded == []
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()
