"""Take what somebody edited in a source notebook back into its lesson, changing only the cells that were edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from nbformat import NotebookNode

from autograder.course import Course
from autograder.errors import AutograderError, CourseError
from autograder.lessons.build import DEMO_TAGS, build_source
from autograder.lessons.hints import unrender_hint
from autograder.lessons.markers import Block, scan
from autograder.lessons.model import Kind
from autograder.lessons.notebook import CellContent, assignment_of, content, digest, is_same, journey_of, read_built
from autograder.lessons.parse import parse_lesson, parse_text
from autograder.lessons.regions import unnest_scheme
from autograder.lessons.release import kind_of
from autograder.lessons.targets import NO_TARGETS, restore_targets
from autograder.lessons.write import write_atomically

# nbgrader's grade, solution, locked, task
READ_ONLY = (False, False, True, False)


def import_notebook(course: Course, notebook_path: Path, targets: Mapping[str, str] = NO_TARGETS) -> list[str]:
    """Patch the edits of a source notebook back into its lesson.

    Lines of cells that were not edited stay as they are, byte for byte. Outputs and execution counts are no edits.

    Args:
        course: the course that the lesson belongs to.
        notebook_path: the edited notebook, in ``source/`` or a copy of it.
        targets: what was written into it where its lesson names a calibrated target.

    Returns:
        What changed, one sentence for each cell; empty if nothing did.

    Raises:
        CourseError: if an edit is none that a lesson can express, or if the lesson changed too.
            The lesson is left alone then.
    """
    edited = read_built(notebook_path)
    path = course.lesson_path(assignment_of(edited) or notebook_path.stem)
    lesson = parse_lesson(path)
    built = build_source(lesson, targets)
    if is_same(edited, built):
        return []
    if journey_of(edited).get("built") != digest(built):
        raise CourseError(
            f"{path} changed since {notebook_path} was built from it, and the notebook was edited too: "
            "take one of the two changes back first"
        )
    text = path.read_text(encoding="utf-8")
    patch = _Patch(notebook_path, built, scan(path, text), targets)
    # The first lines of a file may be blank; no cell owns them.
    blank = text[: len(text) - len(text.lstrip("\n"))]
    patched = blank + "\n".join(patch.apply(edited)).rstrip("\n") + text[len(text.rstrip("\n")) :]
    _verify(path, patched, edited, notebook_path, targets)
    write_atomically(path, patched.encode())
    return patch.changes


def _verify(path: Path, patched: str, edited: NotebookNode, notebook_path: Path, targets: Mapping[str, str]) -> None:
    """Whatever was patched: the new lesson must parse, and build the very cells that were imported."""
    try:
        again = build_source(parse_text(path, patched), targets)
    except AutograderError as error:
        raise CourseError(f"{notebook_path}: with these edits it would be no lesson: {error}") from error
    wanted, got = content(edited), content(again)
    if len(wanted) != len(got):
        raise CourseError(f"{notebook_path}: one of its cells holds a line that a lesson reads as a cell marker")
    for cell, want, have in zip(edited["cells"], wanted, got, strict=True):
        if want.said != have.said:
            raise _refusal(
                notebook_path, cell, "cannot be written in a lesson as it is: are there blanks around its text?"
            )


def _refusal(notebook_path: Path, cell: NotebookNode, why: str) -> CourseError:
    return CourseError(f"{notebook_path}: the cell {cell.get('id', '')!r} ({_excerpt(cell['source'])}) {why}")


def _excerpt(source: str) -> str:
    line = next((line.strip() for line in source.split("\n") if line.strip()), "")
    return repr(line if len(line) <= 50 else f"{line[:49]}…")


class _Patch:
    """A lesson's blocks, one for each built cell, and what an edited notebook makes of them."""

    def __init__(
        self, notebook: Path, built: NotebookNode, blocks: tuple[Block, ...], targets: Mapping[str, str]
    ) -> None:
        self.notebook, self.targets = notebook, targets
        self.cells = built["cells"]
        self.before = content(built)
        self.blocks = list(blocks)
        self.changes: list[str] = []
        self._by_id = {cell["id"]: i for i, cell in enumerate(self.cells)}

    def apply(self, edited: NotebookNode) -> list[str]:
        """The patched lesson's parts, one for each cell of the edited notebook."""
        after = content(edited)
        matched = [self._match(cell) for cell in edited["cells"]]
        for cell, i, new in zip(edited["cells"], matched, after, strict=True):
            if i is not None:
                self._check_kind(cell, i, new)
                self._patch_points(i, new)
        parts: list[str] = []
        for cell, i, new in zip(edited["cells"], matched, after, strict=True):
            if i is None and parts and not parts[-1].endswith("\n"):
                parts[-1] += "\n"
            parts.append(self._new(cell, new) if i is None else self._patched(cell, i, new))
        self._note_order([i for i in matched if i is not None], edited)
        return parts

    def _match(self, cell: NotebookNode) -> int | None:
        grading = cell["metadata"].get("nbgrader") or {}
        by_grade_id = self._by_id.get(str(grading.get("grade_id", "")))
        return self._by_id.get(str(cell.get("id", ""))) if by_grade_id is None else by_grade_id

    def _check_kind(self, cell: NotebookNode, i: int, new: CellContent) -> None:
        old = self.before[i]
        if new.attachments:
            why = "has a picture pasted into it: put the picture's file into the lesson's images/"
            raise _refusal(self.notebook, cell, why)
        if (new.cell_type, new.flags, new.tags, new.grade_id) != (old.cell_type, old.flags, old.tags, old.grade_id):
            why = "is of another kind than in the lesson: change its marker there"
            raise _refusal(self.notebook, cell, why)

    def _patch_points(self, i: int, new: CellContent) -> None:
        """Points stand in the marker of the answer's cell; for code, nbgrader keeps them with the public test."""
        old = self.before[i]
        if new.points == old.points or new.points is None:
            return
        name = self.cells[i]["metadata"]["journey"]["exercise"]
        answer = self._by_id.get(f"{name}-answer", i)
        block = self.blocks[answer]
        option = block.options["points"]
        points = int(new.points) if new.points == int(new.points) else new.points
        marker = f"{block.marker[: option.start]}{points}{block.marker[option.end :]}"
        self.blocks[answer] = replace(block, marker=marker)
        self.changes.append(f"line {block.line}: {name!r} has {points} points, not {old.points:g}")

    def _patched(self, cell: NotebookNode, i: int, new: CellContent) -> str:
        block = self.blocks[i]
        if new.source == self.before[i].source:
            return "\n".join([block.marker, *block.body])
        kind = kind_of(self.cells[i])
        name = self.cells[i]["metadata"]["journey"].get("exercise") or _excerpt(self.cells[i]["source"])
        self.changes.append(f"line {block.line}: the {kind.replace('_', ' ')} cell {name} was edited")
        before, after = block.body[: block.blank_before], block.body[len(block.body) - block.blank_after :]
        return "\n".join([block.marker, *before, *self._lines(kind, cell, block.text), *after])

    def _lines(self, kind: Kind, cell: NotebookNode, before: tuple[str, ...] = ()) -> list[str]:
        """A cell's text as lines of the lesson, where others stood before."""
        source = cell["source"]
        try:
            if kind is Kind.HINT:
                source = unrender_hint(source)
            elif kind is Kind.WRITTEN:
                source = unnest_scheme(source)
            if kind.is_markdown:
                source = restore_targets(source, "\n".join(before), self.targets)
        except ValueError as error:
            raise _refusal(self.notebook, cell, str(error)) from error
        lines = source.split("\n")
        return [f"# {line}" if line else "#" for line in lines] if kind.is_markdown else lines

    def _new(self, cell: NotebookNode, new: CellContent) -> str:
        if new.cell_type == "markdown" and new.flags is None and not new.tags:
            marker, kind = "# %% [markdown]", Kind.TEXT
        elif new.cell_type == "code" and new.flags is None and new.tags == tuple(sorted(DEMO_TAGS)):
            marker, kind = '# %% tags=["demo"]', Kind.DEMO
        elif new.cell_type == "code" and new.flags == READ_ONLY and not new.tags:
            marker, kind = "# %%", Kind.GIVEN
        else:
            why = (
                f"is new, but neither Markdown, nor read-only code, nor code tagged {' and '.join(DEMO_TAGS)}; "
                "write a new exercise in the lesson"
            )
            raise _refusal(self.notebook, cell, why)
        self.changes.append(f"a {kind} cell was added: {_excerpt(cell['source'])}")
        return "\n".join([marker, *self._lines(kind, cell), ""])

    def _note_order(self, kept: list[int], edited: NotebookNode) -> None:
        if len(set(kept)) < len(kept):
            twice = next(i for i in kept if kept.count(i) > 1)
            raise _refusal(self.notebook, self.cells[twice], "stands there twice")
        for i, cell in enumerate(self.cells):
            if i in kept:
                continue
            if kind_of(cell).is_answer or kind_of(cell) is Kind.PUBLIC_TEST:
                why = "was deleted: take an exercise out of the lesson, and its grader with it"
                raise _refusal(self.notebook, cell, why)
            self.changes.append(f"line {self.blocks[i].line}: the cell {_excerpt(cell['source'])} was deleted")
        if kept != sorted(kept):
            self.changes.append("cells were put into another order")
