"""The autograded notebook: what nbgrader's feedback and formgrader's manual grading show to instructors.

Both put markdown and HTML outputs into their page as they are. So all that a student, or a student's code, has said is
escaped in the outputs made here, and raw HTML and unsafe addresses in the student's own markdown are broken, invisibly.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from nbformat import NotebookNode

from autograder.feedback.cells import BANNER, BANNER_ID, exercise_of, halted_cells, is_from_source, without_banner
from autograder.feedback.templating import render
from autograder.feedback.text import DEFAULT_LIMIT, plain
from autograder.feedback.views import ExerciseView, ReportView, explain_cell, view_report
from autograder.records import CellResult, Outcome, Report

MAX_SOURCE = 50_000

_JOINER = "\u2060"  # has no width, and after it no parser sees a tag, an entity or a scheme
_SAFE = r"/?(?:details|summary|sub|sup|kbd)>|br ?/?>"
_TAG = re.compile(rf"<(?=[a-zA-Z/!?])(?!{_SAFE})")
_ENTITY = re.compile(r"&(?=[#a-zA-Z])(?!(?:lt|gt|amp|quot|nbsp);)")
_SCHEME = re.compile(r"(javascript|vbscript|data|file|blob)(?=\\?:)", re.I)
_ATTACHMENT = re.compile(
    r"attachment(?=\\*:)(:[A-Za-z0-9._-]+(?=[\s)]))?"
)  # names that nbconvert finds as they are written
# What makes MathJax link, style or load something; in two parts, a macro could put an address together that is none here.
_TEX_COMMAND = re.compile(r"\\(?=(?:href|url|class|cssId|style|require|data|mmlToken|html[A-Z]\w*)(?![a-z]))")
_EXCEPTION = re.compile(r"([A-Za-z_][\w.]*)(?::\s*|$)(.*)", re.S)


def annotate(notebook: NotebookNode, report: Report) -> NotebookNode:
    """The graded notebook with its results in it.

    Grade cells show their tests, executed cells what they printed and what stopped them; every other output goes. A
    first cell says how grading went. Annotating anew replaces what was there.

    Args:
        notebook: the repaired notebook that was graded; it is not changed.
        report: the outcome of grading it.
    """
    annotated: NotebookNode = _copied(notebook)
    annotated.cells = without_banner(annotated)
    annotated.metadata.pop("widgets", None)  # saved widget state is a student's, and pages load it
    view = view_report(report)
    exercises = view.by_name(report)
    results = {result.index: result for result in report.cells}
    for index, cell in enumerate(annotated.cells):
        _annotate_cell(cell, results.get(index), exercises)
    annotated.cells.insert(0, _banner(annotated, view, report))
    return annotated


def defuse_markdown(source: str, attachments: Mapping[str, object] | None = None) -> str:
    """A student's markdown that reads the same and holds no live HTML, whoever renders it.

    Every ``<`` that could begin a tag, every character entity, every scheme that runs code, and every reference to an
    attachment that is not there (nbconvert refuses the whole notebook for one), and every TeX command that links or
    styles, is broken by a character without width. A few harmless tags without attributes stay.

    Args:
        source: the cell's text.
        attachments: what is attached to the cell, by name.
    """
    return _defused(source, frozenset(attachments or ()))


@lru_cache(maxsize=512)  # most text cells of a class are as they were handed out
def _defused(source: str, there: frozenset[str]) -> str:
    text = plain(source, MAX_SOURCE)
    text = _ATTACHMENT.sub(
        lambda match: match[0] if match[1] and match[1][1:] in there else f"attachment{_JOINER}{match[1] or ''}", text
    )
    text = _TEX_COMMAND.sub(rf"\\{_JOINER}", text)
    text = _TAG.sub(f"<{_JOINER}", text)
    text = _ENTITY.sub(f"&{_JOINER}", text)
    return _SCHEME.sub(rf"\1{_JOINER}", text)


def _copied(value: Any) -> Any:
    """A deep copy of JSON data without outputs, in a fifth of `copy.deepcopy`'s time."""
    if isinstance(value, dict):
        node = NotebookNode()
        dict.update(node, {key: [] if key == "outputs" else _copied(each) for key, each in value.items()})
        return node
    return [_copied(each) for each in value] if isinstance(value, list) else value


def _annotate_cell(cell: NotebookNode, result: CellResult | None, exercises: Mapping[str, ExerciseView]) -> None:
    if cell.cell_type == "code":
        cell.execution_count = None
        cell.outputs = _cell_outputs(result) if result else []
        if exercise := exercises.get(exercise_of(cell)):
            cell.outputs.append(_table(exercise))
    if is_from_source(cell):
        return
    if cell.cell_type == "code":  # pages escape code; what reorders or hides some of it they would pass on
        cell.source = plain(cell.source, MAX_SOURCE)
    else:
        cell.source = defuse_markdown(cell.source, cell.get("attachments"))


def _table(exercise: ExerciseView) -> NotebookNode:
    data = {
        "text/html": render("output.html.jinja", exercise=exercise),
        "text/plain": render("output.txt.jinja", exercise=exercise).strip("\n"),
    }
    return _node(output_type="display_data", metadata=_node(), data=_node(**data))


def _cell_outputs(result: CellResult) -> list[NotebookNode]:
    outputs = []
    if text := plain(result.text):
        outputs.append(_node(output_type="stream", name="stdout", text=text))
    if result.outcome is not Outcome.PASSED:
        message = plain(result.message, DEFAULT_LIMIT) or explain_cell(result)
        match = _EXCEPTION.fullmatch(message) if result.outcome is Outcome.ERROR else None
        name, value = (match[1], match[2]) if match else (result.outcome.value, message)
        traceback = plain(result.traceback).strip("\n") or message
        outputs.append(_node(output_type="error", ename=name, evalue=value, traceback=traceback.split("\n")))
    return outputs


def _banner(notebook: NotebookNode, view: ReportView, report: Report) -> NotebookNode:
    text = render("banner.html.jinja", view=view, halted=halted_cells(notebook.cells, report.cells))
    metadata = _node(editable=False, deletable=False, journey=_node(kind=BANNER))
    return _node(cell_type="markdown", id=BANNER_ID, metadata=metadata, source=text)


def _node(**values: object) -> NotebookNode:
    return NotebookNode(values)
