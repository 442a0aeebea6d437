"""The feedback page: one self-contained HTML file for one submission."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape
from nbformat import NotebookNode

from autograder.feedback.cells import (
    OWN,
    anchor_of_cell,
    attached_images,
    exercise_of,
    halted_cells,
    is_from_source,
    kind_of,
    without_banner,
)
from autograder.feedback.highlighting import highlight_python
from autograder.feedback.prose import Images, render_markdown
from autograder.feedback.templating import render
from autograder.feedback.text import plain, plain_line
from autograder.feedback.views import ExerciseView, HandMarks, explain_cell, view_report
from autograder.records import CellResult, Outcome, Report

MAX_OUTPUT = 20_000
LONG_OUTPUT_LINES = 30
MAX_CELLS = 500
MAX_TEXT = 10_000
MAX_RENDERED = 200_000  # characters of a student's own cells in colour and as markdown; the rest is plain text

_FOLDED = {
    "text": "Lesson",
    "given": "Given code",
    "demo": "Demonstration",
    "hint": "Hint",
    "public_test": "Public test",
}
_LABELS = {"exercise": "Your answer", "written": "Your answer", OWN: "A cell of your own", "task": ""}
_HEADING = re.compile(r"^#{1,6}[ \t](.+)$", re.M)
_MARKUP = re.compile(r"[*_`$\\]")


@dataclass(frozen=True)
class CellView:
    """One cell as the page shows it."""

    anchor: str
    kind: str
    label: str
    heading: str
    is_code: bool
    body: Markup
    output: str
    error: str

    @property
    def long_output(self) -> bool:
        """Whether its output is folded."""
        return self.output.count("\n") > LONG_OUTPUT_LINES


@dataclass
class Block:
    """Cells shown together: folded where they are the lesson's and nothing happened in them."""

    cells: list[CellView]
    folded: bool = False
    exercise: ExerciseView | None = None

    @property
    def label(self) -> str:
        """What kind of cells are folded here."""
        kinds = {cell.kind for cell in self.cells}
        return _FOLDED[kinds.pop()] if len(kinds) == 1 else _FOLDED["text"]

    @property
    def title(self) -> str:
        """The first heading in them, and how many more cells there are."""
        heading = next((cell.heading for cell in self.cells if cell.heading), "")
        count = "" if len(self.cells) == 1 else f"{len(self.cells)} cells"
        return " · ".join(part for part in (heading, count) if part)


def render_feedback(
    notebook: NotebookNode | None,
    report: Report,
    course_title: str,
    *,
    images: Images | None = None,
    marks: HandMarks | None = None,
) -> str:
    """A submission's feedback as one HTML page, which needs no network and no script.

    Args:
        notebook: the repaired notebook that was graded, annotated or not; None where there is none to show.
        report: the outcome of grading it.
        course_title: what stands above the assignment's title.
        images: the lesson's pictures, by the address that the notebook gives them (``images/rank.svg``).
        marks: what instructors decided by hand, where they did.

    Returns:
        The whole page. All text in it that a student, or a student's code, could have written is escaped.
    """
    view = view_report(report, marks)
    exercises = view.by_name(report)
    cells = without_banner(notebook) if notebook is not None else []
    results = {cell.index: cell for cell in report.cells}
    blocks, shown = _blocks(cells[:MAX_CELLS], results, exercises, images or {})
    return render(
        "page.html.jinja",
        view=view,
        course_title=plain_line(course_title),
        cells=cells,
        shown_cells=MAX_CELLS,
        blocks=blocks,
        halted=halted_cells(cells, report.cells),
        loose=[each for name, each in exercises.items() if name not in shown],
    )


def _blocks(
    cells: Sequence[NotebookNode],
    results: Mapping[int, CellResult],
    exercises: Mapping[str, ExerciseView],
    images: Images,
) -> tuple[list[Block], set[str]]:
    """The cells in blocks, and which exercises' results stand under one of them."""
    blocks: list[Block] = []
    shown: set[str] = set()
    rendered = 0
    for index, cell in enumerate(cells):
        result = results.get(index)
        rendered += 0 if is_from_source(cell) else len(cell.source)
        body = _render_source(cell, images) if rendered <= MAX_RENDERED else _as_text(cell)
        view = _view_cell(index, cell, body, result)
        folded = view.kind in _FOLDED and (result is None or result.outcome is Outcome.PASSED)
        name = exercise_of(cell)
        exercise = exercises.get(name) if name not in shown else None
        if blocks and folded and blocks[-1].folded and blocks[-1].exercise is None and exercise is None:
            blocks[-1].cells.append(view)
        else:
            blocks.append(Block([view], folded, exercise))
        if exercise is not None:
            shown.add(name)
    return blocks, shown


def _render_source(cell: NotebookNode, images: Images) -> Markup:
    if cell.cell_type == "code":
        return highlight_python(cell.source)
    if cell.cell_type == "markdown":
        return render_markdown(cell.source, trusted=is_from_source(cell), images={**images, **attached_images(cell)})
    return _as_text(cell)


def _as_text(cell: NotebookNode) -> Markup:
    text = plain(cell.source, MAX_TEXT)
    return escape(text) if cell.cell_type == "code" else Markup("<pre>{}</pre>").format(text)


def _view_cell(index: int, cell: NotebookNode, body: Markup, result: CellResult | None) -> CellView:
    kind, is_code = kind_of(cell), cell.cell_type == "code"
    return CellView(
        anchor=anchor_of_cell(index),
        kind=kind if kind in _FOLDED or kind in _LABELS else OWN,
        label=_LABELS.get(kind, ""),
        heading=_heading(cell.source) if cell.cell_type == "markdown" else "",
        is_code=is_code,
        body=body,
        output=plain(result.text, MAX_OUTPUT).strip("\n") if result else "",
        error=_error(result) if result else "",
    )


def _error(result: CellResult) -> str:
    """What stopped a cell: its traceback where there is one, which ends with the message."""
    if result.outcome is Outcome.PASSED:
        return ""
    return plain(result.traceback or result.message, MAX_OUTPUT).strip("\n") or explain_cell(result)


def _heading(source: str) -> str:
    match = _HEADING.search(source[:MAX_TEXT])
    return plain_line(_MARKUP.sub("", match[1]), 120).strip("# ") if match else ""
