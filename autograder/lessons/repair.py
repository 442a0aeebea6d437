"""Put a submitted notebook back into the shape that grading relies on, keeping every answer.

Whatever a student did to the notebook, afterwards it holds each locked cell once, as the course wrote it; each answer
cell once, with the student's answer; both in the course's order; the student's own cells behind the course's cell that
they followed; and metadata that the course wrote. Each thing mended is told in a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode

from autograder.lessons.index import CourseCell, SourceIndex, index_source
from autograder.lessons.model import Kind
from autograder.lessons.notebook import node

_OWN = 1 << 30  # sorts sentences about the student's own cells behind those about the course's


@dataclass(frozen=True)
class Repaired:
    """A repaired notebook, and what was mended, each in a sentence."""

    notebook: NotebookNode
    repairs: tuple[str, ...]


@dataclass
class _Placed:
    """A cell of the notebook and the course's cell that it is; None for the student's own."""

    cell: NotebookNode
    course: CourseCell | None
    is_put_back: bool = False


def repair(submitted: NotebookNode, source: NotebookNode | SourceIndex) -> Repaired:
    """Mend a submitted notebook.

    Args:
        submitted: what `read_submission` read; it is not changed.
        source: the assignment's source notebook, or its index.

    Returns:
        A new notebook with exactly the course's graded cells, and the sentences, in the course's order.
    """
    return _Repair(index_source(source)).run(submitted)


class _Repair:
    def __init__(self, index: SourceIndex) -> None:
        self.index = index
        self.notes: list[tuple[int, str]] = []

    def run(self, submitted: NotebookNode) -> Repaired:
        placed = [self._recognise(cell, i) for i, cell in enumerate(submitted["cells"], 1)]
        placed = self._without_duplicates(placed)
        placed = self._adopt_answers(placed)
        placed = self._in_order(placed)
        placed = self._with_missing(placed)
        used = set(self.index.by_cell_id)
        cells = [self._finish(item, used) for item in placed]
        notebook = node(cells=cells, metadata=_copy(self.index.metadata), nbformat=4, nbformat_minor=5)
        return Repaired(notebook, tuple(note for _, note in sorted(self.notes, key=lambda item: item[0])))

    def _note(self, course: CourseCell | None, sentence: str) -> None:
        self.notes.append((course.position if course else _OWN, sentence[0].upper() + sentence[1:]))

    def _recognise(self, cell: NotebookNode, number: int) -> _Placed:
        """By nbgrader's name of it, else by the cell's id."""
        metadata = cell["metadata"]
        grading = metadata.get("nbgrader")
        grade_id = grading.get("grade_id") if grading else None
        course = self.index.by_grade_id.get(grade_id) if isinstance(grade_id, str) else None
        if course is None:
            course = self.index.by_cell_id.get(cell["id"])
            if course and not course.is_graded and course.cell["cell_type"] != cell["cell_type"]:
                course = None
        if course is None and grading:
            self._note(
                None, f"cell {number} said that it is graded, but the course has no such cell: it is the student's own"
            )
        elif course is None and "journey" in metadata:
            self._note(None, f"cell {number} is a copy of one of the course's cells: it is the student's own")
        elif course and course.is_graded and not _is_marked(grading, course):
            self._note(course, f"{course.describe()} had lost or changed its grading metadata, which was restored")
        return _Placed(cell, course)

    def _without_duplicates(self, placed: list[_Placed]) -> list[_Placed]:
        groups: dict[int, list[_Placed]] = {}
        for item in placed:
            if item.course:
                groups.setdefault(item.course.position, []).append(item)
        if all(len(group) == 1 for group in groups.values()):
            return placed
        dropped: set[int] = set()
        for group in groups.values():
            if len(group) > 1:
                dropped |= self._settle(group)
        return [item for item in placed if id(item) not in dropped]

    def _settle(self, group: list[_Placed]) -> set[int]:
        """Decide which of several copies is the course's cell; returns the identities of those to drop."""
        course = group[0].course
        assert course is not None
        if not course.kind.is_answer:
            self._note(course, f"{course.describe()} was there {len(group)} times; the first was kept")
            return {id(item) for item in group[1:]}
        answers = [item for item in group if not course.is_untouched(item.cell["source"])]
        right_type = [item for item in answers if item.cell["cell_type"] == course.cell["cell_type"]]
        kept = (right_type or answers or group)[-1]
        self._note(course, f"{course.describe()} was there {len(group)} times; the last one with an answer counts")
        for item in answers:
            if item is not kept:
                item.course = None
        # A copy of the stub would undo the answer before it.
        return {id(item) for item in group if item is not kept and item.course}

    def _adopt_answers(self, placed: list[_Placed]) -> list[_Placed]:
        """An answer cell that is missing or blank, while a cell of the student's own defines what it asks for."""
        own = [item for item in placed if item.course is None and item.cell["cell_type"] == "code"]
        if not own:
            return placed
        have = {item.course.exercise: item for item in placed if item.course and item.course.kind is Kind.EXERCISE}
        adopted: set[int] = set()
        for exercise, course in self.index.answers.items():
            there = have.get(exercise)
            if course.kind is not Kind.EXERCISE or (there and not course.is_untouched(there.cell["source"])):
                continue
            found = [item for item in own if _is_answer(item.cell["source"], course)]
            if found:
                state = "blank" if there else "missing"
                self._note(course, f"{course.describe()} was {state}; the student's own cell that defines it counts")
                adopted.add(id(found[-1]))
                if there:
                    there.cell = found[-1].cell
                else:
                    placed.insert(_place_for(course, placed), _Placed(found[-1].cell, course))
        return [item for item in placed if id(item) not in adopted]

    def _in_order(self, placed: list[_Placed]) -> list[_Placed]:
        """Graded cells in the course's order, each with the cells that followed it."""
        groups: list[tuple[int, list[_Placed]]] = [(-1, [])]
        for item in placed:
            if item.course and item.course.is_graded:
                groups.append((item.course.position, []))
            groups[-1][1].append(item)
        positions = [position for position, _ in groups]
        if positions == sorted(positions):
            return placed
        self.notes.append((-1, "The course's cells were in another order; they were put back into theirs."))
        groups.sort(key=lambda group: group[0])
        return [item for _, group in groups for item in group]

    def _with_missing(self, placed: list[_Placed]) -> list[_Placed]:
        there = {item.course.position for item in placed if item.course}
        for course in self.index.by_grade_id.values():
            if course.position in there:
                continue
            what = "put back, without an answer" if course.kind.is_answer else "put back"
            self._note(course, f"{course.describe()} had been deleted; it was {what}")
            placed.insert(_place_for(course, placed), _Placed(course.cell, course, is_put_back=True))
        return placed

    def _finish(self, item: _Placed, used: set[str]) -> NotebookNode:
        """The cell as it goes into the repaired notebook."""
        cell, course = item.cell, item.course
        if course is None:
            return _own_cell(cell, used)
        finished = node(course.cell)
        finished["metadata"] = _copy(course.cell["metadata"])
        if finished["cell_type"] == "code":
            finished["outputs"] = []
        if item.is_put_back:
            return finished
        same_type = cell["cell_type"] == finished["cell_type"]
        if course.is_graded and not same_type:
            self._note(course, f"{course.describe()} had become a {cell['cell_type']} cell; it was turned back")
        if not course.kind.is_locked:
            finished["source"] = cell["source"]
            if same_type and "attachments" in cell:
                finished["attachments"] = cell["attachments"]
        elif cell["source"].strip() != finished["source"].strip():
            self._note(course, f"{course.describe()} was not as the course wrote it; it was restored")
        return finished


def _is_answer(source: str, course: CourseCell) -> bool:
    """Whether a cell of the student's own defines what an exercise asks for, and is no copy of its stub."""
    name = course.exercise
    if name not in source or course.is_untouched(source):
        return False
    defines = rf"^(?:(?:async\s+)?def|class)\s+{name}\b|^{name}\s*(?::[^=\n]*)?=(?!=)"
    return re.search(defines, source, re.MULTILINE) is not None


def _is_marked(grading: NotebookNode | None, course: CourseCell) -> bool:
    """Whether a cell's grading metadata are the course's; checksums differ where the course corrected a line."""
    if not grading:
        return False
    ours = course.cell["metadata"]["nbgrader"]
    return all(grading.get(key) == value for key, value in ours.items() if key not in ("checksum", "cell_type"))


def _place_for(course: CourseCell, placed: list[_Placed]) -> int:
    """Where a deleted cell belongs: behind the nearest of the course's cells that comes before it."""
    start, end = 0, len(placed)
    for i, item in enumerate(placed):
        if item.course and item.course.is_graded:
            if item.course.position > course.position:
                end = i
                break
            start = i + 1
    for i in range(end - 1, start - 1, -1):
        other = placed[i].course
        if other and other.position < course.position:
            return i + 1
    return start


def _own_cell(cell: NotebookNode, used: set[str]) -> NotebookNode:
    own = node(cell)
    tags = cell["metadata"].get("tags")
    own["metadata"] = node(tags=list(tags)) if tags else node()
    if own["id"] in used:
        number = 1
        while f"own-{number}" in used:
            number += 1
        own["id"] = f"own-{number}"
    used.add(own["id"])
    return own


def _copy(metadata: dict[str, Any]) -> NotebookNode:
    """Metadata whose parts may be changed without changing the course's."""
    copied = node()
    for key, value in metadata.items():
        dict.__setitem__(
            copied, key, _copy(value) if isinstance(value, dict) else list(value) if isinstance(value, list) else value
        )
    return copied
