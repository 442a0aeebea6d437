"""An assignment's rows: what nbgrader's ``generate_assignment`` records, also once submissions exist."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from nbformat import NotebookNode
from nbgrader import utils
from nbgrader.api import Assignment, BaseCell, Comment, Grade, GradeCell, Notebook, SolutionCell, SourceCell, new_uuid
from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, LockCells
from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update
from traitlets.config import Config

from autograder.errors import GradebookError

_GRADE, _SOLUTION = "GradeCell", "SolutionCell"  # nbgrader's names for the two kinds, in base_cell.type
_CELL_TABLES = {_GRADE: GradeCell.__table__, _SOLUTION: SolutionCell.__table__}


@dataclass(frozen=True)
class GradedCell:
    """A grade cell as the database knows it."""

    id: str
    max_score: float


@dataclass(frozen=True)
class AssignmentRows:
    """The ids of an assignment's rows, looked up once for a whole class.

    Attributes:
        id: of the assignment.
        notebook_id: of its notebook.
        grade_cells: by name, which is the exercise's.
        solution_cells: ids by name.
    """

    id: str
    notebook_id: str
    grade_cells: Mapping[str, GradedCell]
    solution_cells: Mapping[str, str]


def sync_assignment(
    connection: Connection, name: str, source: NotebookNode, *, course_id: str, config: Config
) -> AssignmentRows:
    """Make the rows of an assignment equal to its source notebook.

    nbgrader refuses changed cells once a submission exists. Here a changed cell is updated, a new one added, and one
    that is gone is removed with its automatic grades, unless somebody graded it by hand.

    Args:
        connection: an open transaction.
        name: of the assignment, and of its one notebook.
        source: the built source notebook.
        course_id: nbgrader's id of the course.
        config: nbgrader's configuration.

    Raises:
        GradebookError: if a cell that is gone carries manual grades or comments, or if the notebook's cells are not
            what a gradebook can hold.
    """
    notebook = _as_generate_assignment_sees_it(source, config)
    assignment_id = _find_or_add(connection, Assignment.__table__, {"name": name}, {"course_id": course_id})
    notebook_id = _find_or_add(connection, Notebook.__table__, {"name": name, "assignment_id": assignment_id}, {})
    table = Notebook.__table__
    kernelspec = json.dumps(notebook.metadata.get("kernelspec", {}))
    connection.execute(update(table).where(table.c.id == notebook_id).values(kernelspec=kernelspec))
    _sync_cells(connection, name, notebook_id, _wanted_cells(notebook, name))
    _sync_sources(connection, notebook_id, notebook)
    return load_assignment(connection, name)


def load_assignment(connection: Connection, name: str) -> AssignmentRows:
    """Look up an assignment's rows.

    Raises:
        GradebookError: if the gradebook does not know the assignment.
    """
    assignment, notebook, cell, graded = (x.__table__ for x in (Assignment, Notebook, BaseCell, GradeCell))
    found = connection.execute(
        select(assignment.c.id, notebook.c.id)
        .join(notebook, notebook.c.assignment_id == assignment.c.id)
        .where(assignment.c.name == name, notebook.c.name == name)
    ).one_or_none()
    if found is None:
        raise GradebookError(f"the gradebook does not know the assignment {name!r}: build and grade it first")
    rows = connection.execute(
        select(cell.c.type, cell.c.name, cell.c.id, graded.c.max_score)
        .outerjoin(graded, graded.c.id == cell.c.id)
        .where(cell.c.notebook_id == found[1])
    ).all()
    return AssignmentRows(
        id=found[0],
        notebook_id=found[1],
        grade_cells={name: GradedCell(id, most) for kind, name, id, most in rows if kind == _GRADE},
        solution_cells={name: id for kind, name, id, _ in rows if kind == _SOLUTION},
    )


def _as_generate_assignment_sees_it(source: NotebookNode, config: Config) -> NotebookNode:
    notebook = deepcopy(source)
    for preprocessor in (LockCells, ClearSolutions, ComputeChecksums):  # nbgrader's order, before it saves the cells
        notebook, _ = preprocessor(config=config).preprocess(notebook, {})
    return notebook


def _wanted_cells(notebook: NotebookNode, name: str) -> dict[tuple[str, str], dict[str, Any]]:
    wanted: dict[tuple[str, str], dict[str, Any]] = {}
    for cell in notebook.cells:
        if utils.is_task(cell):
            raise GradebookError(f"{name}: nbgrader's manually graded task cells are not used here: mark it as written")
        if utils.is_grade(cell):
            points = float(cell.metadata.nbgrader["points"])
            grade_id = cell.metadata.nbgrader["grade_id"]
            if not math.isfinite(points) or points < 0:
                raise GradebookError(f"{name}: the cell {grade_id!r} cannot be worth {points} points")
            wanted[_GRADE, grade_id] = {"max_score": points, "cell_type": cell.cell_type}
        if utils.is_solution(cell):
            wanted[_SOLUTION, cell.metadata.nbgrader["grade_id"]] = {}
    return wanted


def _sync_cells(
    connection: Connection, assignment: str, notebook_id: str, wanted: Mapping[tuple[str, str], dict[str, Any]]
) -> None:
    cell, graded = BaseCell.__table__, GradeCell.__table__
    present = {
        (kind, name): (id, {"max_score": most, "cell_type": cell_type} if kind == _GRADE else {})
        for kind, name, id, most, cell_type in connection.execute(
            select(cell.c.type, cell.c.name, cell.c.id, graded.c.max_score, graded.c.cell_type)
            .outerjoin(graded, graded.c.id == cell.c.id)
            .where(cell.c.notebook_id == notebook_id)
        )
    }
    _remove_cells(
        connection, assignment, {id: name for (k, name), (id, _) in present.items() if (k, name) not in wanted}
    )
    for (kind, name), values in wanted.items():
        if (kind, name) not in present:
            id = new_uuid()
            connection.execute(insert(cell).values(id=id, name=name, notebook_id=notebook_id, type=kind))
            connection.execute(insert(_CELL_TABLES[kind]).values(id=id, **values))
        elif values != present[kind, name][1]:
            id = present[kind, name][0]
            connection.execute(update(graded).where(graded.c.id == id).values(**values))


def _remove_cells(connection: Connection, assignment: str, gone: Mapping[str, str]) -> None:
    """Remove cells by id, with the grades and comments that only the autograder gave."""
    if not gone:
        return
    grade, comment = Grade.__table__, Comment.__table__
    by_hand = {
        *connection.scalars(
            select(grade.c.cell_id).where(
                grade.c.cell_id.in_(gone), or_(grade.c.manual_score.is_not(None), grade.c.extra_credit.is_not(None))
            )
        ),
        *connection.scalars(
            select(comment.c.cell_id).where(comment.c.cell_id.in_(gone), comment.c.manual_comment.is_not(None))
        ),
    }
    if by_hand:
        names = ", ".join(sorted({gone[id] for id in by_hand}))
        raise GradebookError(
            f"{assignment} no longer has {names}, but somebody graded or commented that by hand: "
            "put it back into the lesson, or clear those scores and comments in formgrader first"
        )
    for table in (grade, comment):
        connection.execute(delete(table).where(table.c.cell_id.in_(gone)))
    for table in (*_CELL_TABLES.values(), BaseCell.__table__):
        connection.execute(delete(table).where(table.c.id.in_(gone)))


def _sync_sources(connection: Connection, notebook_id: str, notebook: NotebookNode) -> None:
    table = SourceCell.__table__
    wanted = {
        cell.metadata.nbgrader["grade_id"]: {
            "cell_type": cell.cell_type,
            "locked": utils.is_locked(cell),
            "source": cell.source,
            "checksum": cell.metadata.nbgrader.get("checksum"),
        }
        for cell in notebook.cells
        if utils.is_grade(cell) or utils.is_solution(cell) or utils.is_locked(cell)
    }
    present: dict[str, str] = dict(
        connection.execute(select(table.c.name, table.c.id).where(table.c.notebook_id == notebook_id)).all()
    )
    if gone := [id for name, id in present.items() if name not in wanted]:
        connection.execute(delete(table).where(table.c.id.in_(gone)))
    if added := [{"name": n, "notebook_id": notebook_id, **v} for n, v in wanted.items() if n not in present]:
        connection.execute(insert(table), added)
    if kept := [{"row": present[name], **values} for name, values in wanted.items() if name in present]:
        connection.execute(update(table).where(table.c.id == bindparam("row")), kept)


def _find_or_add(connection: Connection, table: Any, key: Mapping[str, str], values: Mapping[str, str]) -> str:
    found = connection.scalar(select(table.c.id).where(*(table.c[name] == value for name, value in key.items())))
    if found is None:
        found = new_uuid()
        connection.execute(insert(table).values(id=found, **key, **values))
    return str(found)
