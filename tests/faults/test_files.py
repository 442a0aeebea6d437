"""Files that are half written, and files that change while they are used."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.verbs.grading import ATTEMPTS
from autograder.verbs.reports import report_path
from tests.faults.classroom import STUDENTS, Damage, assess, hand_in_all, read_outcome
from tests.faults.kills import Expected
from tests.faults.process import DONE, grade
from tests.verbs.tiny import ASSIGNMENT, RIGHT, answered, edit, grader_file

pytestmark = pytest.mark.sandbox
SHARES = (0.0, 0.01, 0.5, 0.99)


def truncate(path: Path, share: float) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])


@pytest.mark.parametrize("share", SHARES)
def test_a_report_that_is_half_written_is_made_again(course: Course, expected: Expected, share: float) -> None:
    assert grade(course).code == DONE
    for student in STUDENTS[:3]:
        truncate(report_path(course, ASSIGNMENT, student), share)
    assert sorted(grade(course).graded) == list(STUDENTS[:3])
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


@pytest.mark.parametrize("share", SHARES)
def test_a_transcript_that_is_half_written_is_not_believed(course: Course, expected: Expected, share: float) -> None:
    assert grade(course).code == DONE
    kept = list(course.transcripts.rglob("*.transcript"))
    assert len(kept) > 5
    for path in kept:
        truncate(path, share)
    assert len(grade(course, force=True).graded) == len(STUDENTS)
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


def while_graded(monkeypatch: pytest.MonkeyPatch, student: str, change: Callable[[Path], None]) -> list[str]:
    """Have something happen to a student's notebook just before it is read; returns who was graded, in order."""
    from autograder.judging.grader import Grader

    asked: list[str] = []
    real = Grader.grade

    def disturbed(self: Grader, path: Path, name: str, **about: object) -> object:
        asked.append(name)
        if name == student:
            change(path)
        return real(self, path, name, **about)  # type: ignore[arg-type]

    monkeypatch.setattr(Grader, "grade", disturbed)
    return asked


def test_a_notebook_that_is_handed_in_anew_while_it_is_graded(
    course: Course, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read is graded under its own fingerprint, and nothing is graded twice by the next run."""
    right = answered(course, **RIGHT)
    with monkeypatch.context() as patch:
        while_graded(patch, "bob", lambda path: path.write_text(right) if path.read_text() != right else None)
        assert grade(course).code == DONE
    left = read_outcome(course)
    assert grade(course).graded == []
    hand_in_all(course, 0, ["bob"])
    assert grade(course).graded == ["bob"]
    found = read_outcome(course)
    assert left.of("bob") != found.of("bob"), "the first run graded the new notebook"
    assert assess(found, expected.outcomes[0]) == Damage()


def test_a_notebook_that_is_changed_and_changed_back(
    course: Course, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody's grade may be that of a notebook which stood there for a moment only."""
    from autograder.judging import grader

    path = course.submission_path("bob", ASSIGNMENT)
    original, real, swaps = path.read_text(), grader.read_submission, iter([True])

    def swapped(file: Path, limits: object) -> object:
        if file != path or not next(swaps, False):
            return real(file, limits)  # type: ignore[arg-type]
        path.write_text(answered(course, **RIGHT))
        try:
            return real(file, limits)  # type: ignore[arg-type]
        finally:
            path.write_text(original)

    with monkeypatch.context() as patch:
        patch.setattr(grader, "read_submission", swapped)
        assert grade(course).code == DONE
    assert grade(course).graded == []
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


def test_a_notebook_that_never_holds_still_waits_for_the_next_run(
    course: Course, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        while_graded(patch, "bob", lambda path: path.write_text(path.read_text() + "\n"))
        run = grade(course)
    assert (run.code, run.ungraded) == (DONE, ["bob"])
    hand_in_all(course, 0, ["bob"])
    assert grade(course).graded == ["bob"]
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()
    assert ATTEMPTS > 1


def test_a_notebook_that_is_being_copied_when_it_is_read_is_no_zero(
    course: Course, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of it is there when it is read for the first time, and all of it afterwards."""
    from autograder.judging import grader

    path = course.submission_path("bob", ASSIGNMENT)
    whole, real, halves = path.read_bytes(), grader.read_submission, iter([True])

    def half(file: Path, limits: object) -> object:
        if file != path or not next(halves, False):
            return real(file, limits)  # type: ignore[arg-type]
        path.write_bytes(whole[: len(whole) // 2])
        try:
            return real(file, limits)  # type: ignore[arg-type]
        finally:
            path.write_bytes(whole)

    monkeypatch.setattr(grader, "read_submission", half)
    assert grade(course).ungraded == []
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


def test_a_grader_that_is_changed_while_the_class_is_graded(
    course: Course, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not yet graded stays ungraded: the reference has not been asked what the new grader is worth."""
    with monkeypatch.context() as patch:
        while_graded(patch, "cyd", lambda _: break_once(course))
        run = grade(course)
    assert run.code == DONE
    assert run.graded == ["ada", "bob"]
    assert set(run.ungraded) == set(STUDENTS) - {"ada", "bob"}
    edit(grader_file(course, "test_double"), lambda text: text.replace("2.5 * x", "2 * x"))
    assert set(grade(course).graded) == set(STUDENTS) - {"ada", "bob"}
    assert assess(read_outcome(course), expected.outcomes[0]) == Damage()


def break_once(course: Course) -> None:
    path = grader_file(course, "test_double")
    path.write_text(path.read_text().replace(" 2 * x", " 2.5 * x"))
