"""Generated mutants that are right answers: marked beside the grader, each with a reason, and never many."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.audit.mutate import Generated
from autograder.errors import GraderError

FILE_NAME = "equivalent.toml"
MOST_SHARE = 0.1
FEWEST = 3
_REASON_WORDS = 3


@dataclass(frozen=True)
class Mark:
    """One generated mutant that nobody can tell from the solution.

    Attributes:
        exercise: whose solution it changes.
        id: of the mutant.
        reason: why no test can, or should, tell them apart.
    """

    exercise: str
    id: str
    reason: str


def read_marks(folder: Path) -> tuple[Mark, ...]:
    """Read ``equivalent.toml`` of a grader's folder; nothing where there is none.

    Raises:
        GraderError: if it is damaged, marks one twice, or gives no reason.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return ()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        marks = tuple(Mark(**entry) for entry in data.get("equivalent", []))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError) as error:
        raise GraderError(f"{path}: {error}") from error
    for mark in marks:
        if not all(isinstance(value, str) for value in (mark.exercise, mark.id, mark.reason)):
            raise GraderError(f"{path}: exercise, id and reason are text")
        if len(mark.reason.split()) < _REASON_WORDS:
            raise GraderError(f"{path}: {mark.id} of {mark.exercise} needs a reason, in a sentence")
    if len({(mark.exercise, mark.id) for mark in marks}) < len(marks):
        raise GraderError(f"{path}: a mutant is marked twice")
    return marks


def find_faults(marks: Sequence[Mark], generated: Mapping[str, Sequence[Generated]]) -> list[str]:
    """What is wrong with the marks of an assignment, a sentence each.

    Args:
        marks: all of them.
        generated: all generated mutants, by exercise.
    """
    faults = []
    for mark in marks:
        if mark.id not in {mutant.id for mutant in generated.get(mark.exercise, ())}:
            faults.append(f"{mark.id} of {mark.exercise} is marked as equivalent, and is not generated any more")
    for exercise, mutants in generated.items():
        count, most = sum(mark.exercise == exercise for mark in marks), most_marks(len(mutants))
        if count > most:
            faults.append(
                f"{count} of {len(mutants)} mutants of {exercise} are marked as equivalent: at most {most} may be"
            )
    return faults


def most_marks(mutants: int) -> int:
    """How many of an exercise's generated mutants may be marked: a tenth, and three where there are few."""
    return max(FEWEST, int(MOST_SHARE * mutants))
