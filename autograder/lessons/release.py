"""A source notebook becomes the students' version, exactly as nbgrader would make it, and the solved one."""

from __future__ import annotations

import copy
import hashlib

from nbformat import NotebookNode

from autograder.lessons.build import build_source
from autograder.lessons.model import Kind, Lesson
from autograder.lessons.notebook import node
from autograder.lessons.regions import CODE_STUB, TEXT_STUB, clear, solve


def build_release(lesson: Lesson) -> NotebookNode:
    """The students' notebook: `nbgrader generate_assignment` makes the same bytes from the source notebook."""
    return release_of(build_source(lesson))


def build_solution(lesson: Lesson) -> NotebookNode:
    """The solved notebook: the release with every answer filled in, so that it can be handed in as it is."""
    return solution_of(build_source(lesson))


def release_of(source: NotebookNode) -> NotebookNode:
    """The students' version of a source notebook."""
    release = copy.deepcopy(source)
    for cell in release["cells"]:
        _release_cell(cell)
    return release


def solution_of(source: NotebookNode) -> NotebookNode:
    """The solved version of a source notebook: marks gone, model answers and mark schemes shown."""
    solution = release_of(source)
    for cell, original in zip(solution["cells"], source["cells"], strict=True):
        if _grading(cell).get("solution"):
            cell["source"] = solve(original["source"])
    journey = solution["metadata"]["journey"]
    journey["files"] = [name for name in journey["files"] if name.startswith("images/")]
    return solution


def _grading(cell: NotebookNode) -> NotebookNode:
    grading: NotebookNode = cell["metadata"].get("nbgrader", node())
    return grading


def _release_cell(cell: NotebookNode) -> None:
    """One cell, in place: locked, its solution cleared, outputs gone, then its checksum."""
    if cell["cell_type"] == "code":
        cell["outputs"], cell["execution_count"] = [], None
    grading = _grading(cell)
    if not grading:
        return
    cell["metadata"]["deletable"] = False
    if not grading["solution"]:
        cell["metadata"]["editable"] = False
    else:
        cell["source"] = clear(cell["source"], CODE_STUB if cell["cell_type"] == "code" else TEXT_STUB)
    grading["checksum"] = checksum(cell)
    grading["cell_type"] = cell["cell_type"]


def checksum(cell: NotebookNode) -> str:
    """nbgrader's checksum of a graded, locked or answer cell (an identity, not a protection: it is MD5)."""
    grading = _grading(cell)
    is_locked = not grading["solution"] and (grading["grade"] or grading["locked"])
    parts = [cell["source"], cell["cell_type"], str(grading["grade"]), str(grading["solution"]), str(is_locked)]
    parts.append(grading["grade_id"])
    if grading["grade"]:
        parts.append(str(float(grading["points"])))
    return hashlib.md5("".join(parts).encode(), usedforsecurity=False).hexdigest()


def kind_of(cell: NotebookNode) -> Kind:
    """What a built cell is for; ``OWN`` if it says nothing that can be understood."""
    journey = cell["metadata"].get("journey")
    try:
        return Kind(journey["kind"]) if journey else Kind.OWN
    except (KeyError, TypeError, ValueError):
        return Kind.OWN
