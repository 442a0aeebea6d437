"""Kill the grader of a class at random points, again and again, and start it again until it is done."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autograder.course import Course
from tests.faults.classroom import Damage, Outcome, assess, copy_course, hand_in_all, read_outcome, settled_students
from tests.faults.process import DONE, Grader, grade

TERMS = (0, 1)  # what is handed in first, and what everybody hands in afterwards, when there is something to replace


@dataclass
class Expected:
    """What undisturbed runs leave behind.

    Attributes:
        outcomes: after each hand-in.
        seconds: how long such a run takes.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    seconds: float = 0.0


def grade_undisturbed(course: Course) -> Expected:
    """Grade the class after each hand-in."""
    expected = Expected()
    for shift in TERMS:
        hand_in_all(course, shift)
        started = time.monotonic()
        assert grade(course).code == DONE
        expected.seconds = time.monotonic() - started
        expected.outcomes.append(read_outcome(course))
    return expected


def grade_under_fire(pristine: Course, root: Path, expected: Expected, kills: int) -> Iterator[tuple[int, Damage]]:
    """Grade class after class, in a copy of the course each, killing the grader until it was killed often enough.

    Args:
        pristine: the course, in which nobody has handed in.
        root: where the copies go.
        expected: of undisturbed runs.
        kills: how many.

    Yields:
        For each class, after each hand-in: how often its grader was killed, and what that did to it.
    """
    rng, left = random.Random(4), kills
    while left > 0:
        course = copy_course(pristine, root / f"class-{left}")
        for shift, outcome in zip(TERMS, expected.outcomes, strict=True):
            hand_in_all(course, shift)
            killed, graded = _grade_until_done(course, rng, expected.seconds, left)
            left -= killed
            yield killed, assess(read_outcome(course), outcome, graded)


def _grade_until_done(course: Course, rng: random.Random, seconds: float, most_kills: int) -> tuple[int, Counter[str]]:
    """Kill and start again; returns how often, and how often each student was graded to the end."""
    graded: Counter[str] = Counter()
    for killed in range(most_kills + 1):
        before = settled_students(course)
        graded.update(dict.fromkeys(before - graded.keys(), 1))
        grader = Grader(course)
        if killed < most_kills:
            grader.kill_after(rng.uniform(0, seconds * rng.choice((0.2, 0.5, 1.0))))
        run = grader.wait()
        graded.update(student for student in run.graded if student in before)
        if run.code == DONE:
            graded.update(dict.fromkeys(settled_students(course) - graded.keys(), 1))
            return killed, graded
        assert run.code < 0, run.said
    raise AssertionError("a grader that nobody kills came to no end")
