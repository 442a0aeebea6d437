"""Which cells of a repaired notebook are run, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.lessons.index import SourceIndex, index_source
from autograder.lessons.model import Kind
from autograder.lessons.notebook import node
from autograder.lessons.release import kind_of

_RUN = frozenset({Kind.GIVEN, Kind.EXERCISE, Kind.OWN})


@dataclass(frozen=True)
class PlannedCell:
    """A code cell to run.

    Attributes:
        index: its place in the repaired notebook, counted from 0.
        kind: given, exercise, or the student's own.
        exercise: the exercise that it answers, if any.
        source: its code.
        untouched: whether it is an answer cell that still holds the stub, comments and white space aside.
    """

    index: int
    kind: Kind
    exercise: str
    source: str
    untouched: bool = False


def plan(repaired: NotebookNode, source: NotebookNode | SourceIndex) -> tuple[PlannedCell, ...]:
    """The code cells to run, in order: given, answers, the student's own; no demos, no public tests, no blank ones."""
    index = index_source(source)
    planned = []
    for i, cell in enumerate(repaired["cells"]):
        if cell["cell_type"] != "code" or not cell["source"].strip():
            continue
        kind = kind_of(cell)
        if kind in _RUN:
            exercise = cell["metadata"]["journey"].get("exercise", "") if kind is Kind.EXERCISE else ""
            untouched = bool(exercise) and index.answers[exercise].is_untouched(cell["source"])
            planned.append(PlannedCell(i, kind, exercise, cell["source"], untouched))
    return tuple(planned)


def untouched_exercises(repaired: NotebookNode, source: NotebookNode | SourceIndex) -> frozenset[str]:
    """The exercises, written ones too, whose answer cell is blank or still the stub."""
    index = index_source(source)
    answers = {cell["metadata"]["journey"]["exercise"]: cell for cell in repaired["cells"] if kind_of(cell).is_answer}
    return frozenset(
        name
        for name, course in index.answers.items()
        if name not in answers or course.is_untouched(answers[name]["source"])
    )


def substitute(notebook: NotebookNode, exercise: str, source: str) -> NotebookNode:
    """The notebook with another answer to one exercise.

    Args:
        notebook: a built or repaired notebook; it is not changed, and shares its other cells with the result.
        exercise: whose answer cell to replace.
        source: the new text of that cell.

    Raises:
        CourseError: if the notebook has no answer cell of that exercise.
    """
    for i, cell in enumerate(notebook["cells"]):
        if kind_of(cell).is_answer and cell["metadata"]["journey"].get("exercise") == exercise:
            replaced = node(cell)
            replaced["source"] = source
            cells = [*notebook["cells"][:i], replaced, *notebook["cells"][i + 1 :]]
            return node({**notebook, "cells": cells})
    raise CourseError(f"the notebook has no answer cell of the exercise {exercise!r}")
