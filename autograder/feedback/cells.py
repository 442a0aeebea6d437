"""What a cell of a repaired notebook is, read from its metadata."""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Sequence
from dataclasses import dataclass

from nbformat import NotebookNode

from autograder.feedback.views import Badge, badge, explain_cell
from autograder.records import CellResult, Outcome

BANNER_ID = "autograder-banner"
BANNER = "banner"
OWN = "own"
WRITTEN = "written"
_OWNERS = {OWN: "A cell of your own"}
_ANSWERS = frozenset({"exercise", WRITTEN})
_PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp")
MAX_PICTURE_CHARS = 8_000_000


@dataclass(frozen=True)
class Halted:
    """A cell outside the exercises that did not run to its end: it says why later answers may miss something."""

    anchor: str
    label: str
    badge: Badge
    explained: str


def kind_of(cell: NotebookNode) -> str:
    """Its kind as the lesson gives it (``text``, ``given``, ``exercise`` …); `OWN` where the student added it."""
    return str(cell.metadata.get("journey", {}).get("kind", OWN))


def exercise_of(cell: NotebookNode) -> str:
    """The exercise whose result belongs under it: of a public test or a written question; else empty."""
    nbgrader = cell.metadata.get("nbgrader", {})
    return str(nbgrader.get("grade_id", "")) if nbgrader.get("grade") else ""


def is_from_source(cell: NotebookNode) -> bool:
    """Whether its text is the course's own: locked, so restored from source; never an answer."""
    nbgrader = cell.metadata.get("nbgrader", {})
    return bool(nbgrader.get("locked")) and not nbgrader.get("solution") and kind_of(cell) not in _ANSWERS


def without_banner(notebook: NotebookNode) -> list[NotebookNode]:
    """The cells that reports count: without the one that `annotate` puts on top."""
    first = notebook.cells[:1]
    has_banner = first and first[0].get("id") == BANNER_ID and kind_of(first[0]) == BANNER
    return list(notebook.cells[1 if has_banner else 0 :])


def anchor_of_cell(index: int) -> str:
    """The id of a cell's place in a page."""
    return f"cell-{index}"


def halted_cells(cells: Sequence[NotebookNode], results: Sequence[CellResult]) -> tuple[Halted, ...]:
    """The cells outside the exercises that did not run to their end, in order."""
    return tuple(
        Halted(
            anchor=anchor_of_cell(result.index),
            label=f"{_OWNERS.get(kind_of(cells[result.index]), 'A given cell')} (number {result.index + 1})",
            badge=badge(result.outcome),
            explained=explain_cell(result),
        )
        for result in results
        if not result.exercise and result.outcome is not Outcome.PASSED and result.index < len(cells)
    )


def attached_images(cell: NotebookNode) -> dict[str, bytes]:
    """The pictures pasted into a markdown cell (a photograph of a proof), by the address that its text gives them.

    Only bitmaps, and only what really is base64; a browser is told their type, so their bytes can be anything.
    """
    found: dict[str, bytes] = {}
    attachments = cell.get("attachments")
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        for media in _PICTURES:
            content = bundle.get(media) if isinstance(bundle, dict) else None
            if isinstance(content, str) and len(content) <= MAX_PICTURE_CHARS:
                try:
                    found[f"attachment:{name}"] = b64decode(content, validate=False)
                except (binascii.Error, ValueError):
                    continue
    return found
