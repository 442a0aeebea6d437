"""Notebooks as this course writes them: one canonical text, and a digest of what a lesson can say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.lessons.model import Exercise

# nbformat has no types: this is where it gets some.
node: Callable[..., NotebookNode] = NotebookNode
from_dict: Callable[[Any], NotebookNode] = nbformat.from_dict
_reads: Callable[[str], NotebookNode] = nbformat.v4.reads
_writes: Callable[..., str] = nbformat.writes

SCHEMA = 1
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def new_notebook(cells: list[NotebookNode], journey: dict[str, Any]) -> NotebookNode:
    """A notebook of format 4.5 that is the same on every machine."""
    metadata = {"journey": journey, "kernelspec": dict(KERNEL), "language_info": {"name": "python"}}
    return from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def new_cell(cell_type: str, cell_id: str, source: str, metadata: dict[str, Any]) -> NotebookNode:
    """A cell without outputs."""
    cell: dict[str, Any] = {"cell_type": cell_type, "id": cell_id, "metadata": metadata, "source": source}
    if cell_type == "code":
        cell |= {"execution_count": None, "outputs": []}
    return from_dict(cell)


def dumps(notebook: NotebookNode) -> str:
    """The notebook's file, as nbgrader writes it: sorted keys, an indent of one, a line feed at the end."""
    return _writes(notebook, version=4).rstrip("\n") + "\n"


class CellContent(NamedTuple):
    """All of a source notebook's cell that its lesson says: no outputs, counts or views, which editors leave behind."""

    cell_type: str
    source: str
    flags: tuple[bool, ...] | None  # nbgrader's grade, solution, locked, task; None where none is set
    points: float | None
    tags: tuple[str, ...]
    attachments: Any
    grade_id: str
    journey: Any

    @property
    def said(self) -> tuple[Any, ...]:
        """The content without the names that the build gives."""
        return self[:-2]


def content(notebook: NotebookNode) -> list[CellContent]:
    """The content of every cell."""
    return [_cell_content(cell) for cell in notebook["cells"]]


def is_same(edited: NotebookNode, built: NotebookNode) -> bool:
    """Whether a source notebook, perhaps edited, says what a built one says.

    The build numbers some cells, so a name may have moved to another cell; but none may be there that is not built.
    """
    old, new = content(edited), content(built)
    names = {cell.grade_id for cell in new} | {""}
    return [cell.said for cell in old] == [cell.said for cell in new] and all(
        cell.grade_id in names for cell in old if cell.journey
    )


def _cell_content(cell: NotebookNode) -> CellContent:
    metadata = cell["metadata"]
    grading = metadata.get("nbgrader") or {}
    flags = tuple(bool(grading.get(flag)) for flag in ("grade", "solution", "locked", "task"))
    return CellContent(
        cell_type=cell["cell_type"],
        source=cell["source"],
        flags=flags if any(flags) else None,
        points=float(grading.get("points") or 0) if flags[0] else None,
        tags=tuple(sorted(metadata.get("tags") or [])),
        attachments=cell.get("attachments") or None,
        grade_id=str(grading.get("grade_id", "")) if any(flags) else "",
        journey=metadata.get("journey"),
    )


def digest(notebook: NotebookNode) -> str:
    """A hash of `content`: a source notebook that no longer matches the one it carries was edited."""
    text = json.dumps(content(notebook), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def read_built(path: Path) -> NotebookNode:
    """Read a notebook that the build made.

    Raises:
        CourseError: if it is missing, or is no notebook.
    """
    try:
        notebook = _reads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            _cell_content(cell)
    except FileNotFoundError as error:
        raise CourseError(f"{path} is missing: run `autograder build`") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CourseError(f"{path} is not a notebook ({error}): run `autograder build --force`") from error
    return notebook


def journey_of(notebook: NotebookNode) -> dict[str, Any]:
    """What the course keeps in a notebook's own metadata; empty if there is nothing of the kind."""
    journey = notebook["metadata"].get("journey")
    return journey if isinstance(journey, dict) else {}


def assignment_of(notebook: NotebookNode) -> str:
    """The assignment that a notebook says it belongs to; empty if it does not say."""
    name = journey_of(notebook).get("assignment")
    return name if isinstance(name, str) else ""


def exercises_of(source: NotebookNode) -> tuple[Exercise, ...]:
    """The exercises of an assignment, in order, as its built notebook keeps them.

    Raises:
        CourseError: if the notebook keeps none, so it is not one of ours.
    """
    try:
        return tuple(
            Exercise(**{**exercise, "needs": tuple(exercise["needs"])}) for exercise in journey_of(source)["exercises"]
        )
    except (KeyError, TypeError) as error:
        raise CourseError("the source notebook does not list its exercises: run `autograder build`") from error
