"""A lesson becomes nbgrader's source notebook."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

from autograder.lessons.hints import render_hint
from autograder.lessons.model import Exercise, Kind, Lesson, LessonCell
from autograder.lessons.notebook import SCHEMA, digest, new_cell, new_notebook
from autograder.lessons.regions import nest_scheme
from autograder.lessons.targets import NO_TARGETS, fill_targets

NBGRADER_SCHEMA = 3
# otter runs a notebook's cells to check it, but not those with its own tag.
DEMO_TAGS = ["demo", "otter_ignore"]


def build_source(lesson: Lesson, targets: Mapping[str, str] = NO_TARGETS) -> NotebookNode:
    """The source notebook: solutions in it, nbgrader's metadata complete, the same bytes on every machine.

    Args:
        lesson: what to build.
        targets: what its text says where it names a calibrated target.
    """
    names = _Names()
    cells = [_build_cell(lesson, cell, names, targets) for cell in lesson.cells]
    journey = {
        "assignment": lesson.assignment,
        "exercises": [_describe(exercise) for exercise in lesson.exercises],
        "files": listed_files(lesson),
        "generated": f"from {lesson.origin} by `autograder build`: edit that file, not this one",
        "schema": SCHEMA,
        "title": lesson.title,
    }
    notebook = new_notebook(cells, journey)
    notebook["metadata"]["journey"]["built"] = digest(notebook)
    return notebook


def listed_files(lesson: Lesson) -> list[str]:
    """The files that stand beside a source or release notebook, sorted."""
    tests = [f"tests/{exercise.name}.py" for exercise in lesson.exercises if not exercise.manual]
    return sorted([f"images/{name}" for name in lesson.images] + tests)


def _describe(exercise: Exercise) -> dict[str, Any]:
    budget = {"seconds": exercise.seconds, "memory_mib": exercise.memory_mib}
    return {
        **{name: value for name, value in budget.items() if value},
        "difficulty": exercise.difficulty,
        "manual": exercise.manual,
        "minutes": exercise.minutes,
        "name": exercise.name,
        "needs": list(exercise.needs),
        "points": exercise.points,
    }


class _Names:
    """Hands out ids: numbered where nbgrader and students' notebooks rely on them, else made from the content."""

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()

    def cell_id(self, cell: LessonCell) -> str:
        match cell.kind:
            case Kind.PUBLIC_TEST | Kind.WRITTEN:
                return cell.exercise
            case Kind.EXERCISE:
                return f"{cell.exercise}-answer"
            case Kind.TASK:
                return f"{cell.exercise}-task"
            case Kind.HINT:
                return self._numbered(f"{cell.exercise}-hint")
            case Kind.GIVEN | Kind.DEMO:
                # A number survives a corrected line; nbgrader refuses a changed id once somebody has handed in.
                return self._numbered(cell.kind.value)
        return self._unique(f"text-{hashlib.sha256(cell.source.encode()).hexdigest()[:10]}")

    def _numbered(self, stem: str) -> str:
        self._used[stem] += 1
        return f"{stem}-{self._used[stem]}"

    def _unique(self, name: str) -> str:
        self._used[name] += 1
        return name if self._used[name] == 1 else f"{name}-{self._used[name]}"


def _build_cell(lesson: Lesson, cell: LessonCell, names: _Names, targets: Mapping[str, str]) -> NotebookNode:
    cell_id = names.cell_id(cell)  # made from the unfilled text: it outlives a new calibration
    metadata: dict[str, Any] = {"journey": {"kind": cell.kind.value}}
    if cell.exercise:
        metadata["journey"]["exercise"] = cell.exercise
    if cell.kind is Kind.DEMO:
        metadata["tags"] = list(DEMO_TAGS)
    if cell.kind.is_locked or cell.kind.is_answer:
        metadata["nbgrader"] = _nbgrader(lesson, cell, cell_id)
    source = fill_targets(cell.source, targets) if cell.kind.is_markdown else cell.source
    if cell.kind is Kind.HINT:
        source = render_hint(source)
    elif cell.kind is Kind.WRITTEN:
        source = nest_scheme(source)
    return new_cell("markdown" if cell.kind.is_markdown else "code", cell_id, source, metadata)


def _nbgrader(lesson: Lesson, cell: LessonCell, grade_id: str) -> dict[str, Any]:
    """Metadata of schema 3: every key that it asks for and no other."""
    graded = cell.kind in (Kind.PUBLIC_TEST, Kind.WRITTEN)
    metadata = {
        "grade": graded,
        "grade_id": grade_id,
        "locked": cell.kind.is_locked,
        "schema_version": NBGRADER_SCHEMA,
        "solution": cell.kind.is_answer,
        "task": False,  # nbgrader's word for a manually graded cell without an answer cell
    }
    if graded:
        metadata["points"] = lesson.exercise(cell.exercise).points
    return metadata
