"""What a lesson is made of, as frozen data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What a cell is for. ``OWN`` is a cell that a student added: no lesson has one."""

    TEXT = "text"
    GIVEN = "given"
    TASK = "task"
    HINT = "hint"
    EXERCISE = "exercise"
    PUBLIC_TEST = "public_test"
    DEMO = "demo"
    WRITTEN = "written"
    OWN = "own"

    @property
    def is_markdown(self) -> bool:
        """Whether a lesson's cell of this kind is Markdown rather than code."""
        return self in _MARKDOWN

    @property
    def is_locked(self) -> bool:
        """Whether students get the cell read-only."""
        return self in _LOCKED

    @property
    def is_answer(self) -> bool:
        """Whether the cell is where a student's answer goes."""
        return self in _ANSWERS


_MARKDOWN = frozenset({Kind.TEXT, Kind.TASK, Kind.HINT, Kind.WRITTEN})
_LOCKED = frozenset({Kind.GIVEN, Kind.TASK, Kind.PUBLIC_TEST})
_ANSWERS = frozenset({Kind.EXERCISE, Kind.WRITTEN})


@dataclass(frozen=True)
class LessonCell:
    """One cell of a lesson.

    Attributes:
        kind: what it is for.
        source: its text as a notebook shows it, without blank lines around it.
        line: the line of its marker in the lesson, counted from 1.
        source_line: the line on which ``source`` begins.
        exercise: the exercise that it belongs to, if any.
    """

    kind: Kind
    source: str
    line: int
    source_line: int
    exercise: str = ""


@dataclass(frozen=True)
class Exercise:
    """One thing that a student writes.

    Attributes:
        name: its name everywhere; for code, what its cell defines.
        points: the most that it can earn.
        difficulty: 1 (a line or two) to 5.
        minutes: how long it should take.
        needs: earlier exercises on which it builds.
        manual: whether a person grades it.
        seconds: that training it may take when it is graded; 0 where it trains nothing.
        memory_mib: what training it may use, in MiB; 0 for the course's limit.
    """

    name: str
    points: float
    difficulty: int
    minutes: int
    needs: tuple[str, ...] = ()
    manual: bool = False
    seconds: float = 0
    memory_mib: int = 0


@dataclass(frozen=True)
class Lesson:
    """The text source of one assignment.

    Attributes:
        path: its file.
        assignment: the assignment that it makes.
        title: its first heading.
        cells: all cells in order.
        exercises: all exercises in order; those graded by hand have ``manual`` set.
        images: names of the images that it shows, sorted.
    """

    path: Path
    assignment: str
    title: str
    cells: tuple[LessonCell, ...]
    exercises: tuple[Exercise, ...]
    images: tuple[str, ...] = field(default=())

    @property
    def origin(self) -> str:
        """The lesson's path inside the course, the same on every machine."""
        return f"lessons/{self.path.parent.name}/{self.path.name}"

    @property
    def image_folder(self) -> Path:
        """Where its images stand."""
        return self.path.parent / "images" / self.path.stem

    def exercise(self, name: str) -> Exercise:
        """The exercise of that name.

        Raises:
            KeyError: if it has none.
        """
        for exercise in self.exercises:
            if exercise.name == name:
                return exercise
        raise KeyError(name)


def all_needs(name: str, exercises: Sequence[Exercise]) -> set[str]:
    """What an exercise builds on, directly or through others."""
    needs = {exercise.name: exercise.needs for exercise in exercises}
    found: set[str] = set()
    waiting = list(needs.get(name, ()))
    while waiting:
        need = waiting.pop()
        if need not in found:
            found.add(need)
            waiting += needs.get(need, ())
    return found
