"""One submission's rows: found, made and updated in few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Comment, Grade, Notebook, Student, SubmittedAssignment, SubmittedNotebook, new_uuid
from nbgrader.utils import parse_utc
from sqlalchemy import Connection, and_, bindparam, insert, select, update

from autograder.errors import GradebookError
from autograder.gradebook.assignment import AssignmentRows
from autograder.gradebook.penalty import LatePenalty
from autograder.gradebook.scores import Projection, needs_manual_grade, total_score
from autograder.submitted import read_submitted

_STUDENT, _SUBMISSION, _NOTEBOOK = Student.__table__, SubmittedAssignment.__table__, SubmittedNotebook.__table__
_GRADE, _COMMENT = Grade.__table__, Comment.__table__
_ASSIGNMENT, _SOURCE = Assignment.__table__, Notebook.__table__
LONGEST_TIMESTAMP = 1_000  # bytes: the file is a student's, and may hold anything
_LONGEST_TIME = 100  # characters

_FIND = (
    select(
        _SUBMISSION.c.id,
        _NOTEBOOK.c.id,
        _NOTEBOOK.c.late_submission_penalty,
        _ASSIGNMENT.c.duedate,
        _SUBMISSION.c.extension,
        select(_STUDENT.c.id).where(_STUDENT.c.id == bindparam("student")).scalar_subquery(),
    )
    .select_from(_SOURCE)
    .join(_ASSIGNMENT, _ASSIGNMENT.c.id == _SOURCE.c.assignment_id)
    .outerjoin(
        _SUBMISSION,
        and_(_SUBMISSION.c.assignment_id == _ASSIGNMENT.c.id, _SUBMISSION.c.student_id == bindparam("student")),
    )
    .outerjoin(_NOTEBOOK, and_(_NOTEBOOK.c.assignment_id == _SUBMISSION.c.id, _NOTEBOOK.c.notebook_id == _SOURCE.c.id))
    .where(_SOURCE.c.id == bindparam("notebook"))
)
_FIND_GRADES = select(_GRADE.c.cell_id, _GRADE.c.id, _GRADE.c.manual_score, _GRADE.c.extra_credit).where(
    _GRADE.c.notebook_id == bindparam("notebook")
)
_FIND_COMMENTS = select(_COMMENT.c.cell_id, _COMMENT.c.id).where(_COMMENT.c.notebook_id == bindparam("notebook"))
_UPDATE_GRADE = (
    update(_GRADE)
    .where(_GRADE.c.id == bindparam("row"))
    .values(auto_score=bindparam("auto"), needs_manual_grade=bindparam("manual"))
)
_UPDATE_COMMENT = update(_COMMENT).where(_COMMENT.c.id == bindparam("row")).values(auto_comment=bindparam("auto"))
_UPDATE_TIMESTAMP = update(_SUBMISSION).where(_SUBMISSION.c.id == bindparam("row")).values(timestamp=bindparam("at"))
_UPDATE_PENALTY = (
    update(_NOTEBOOK).where(_NOTEBOOK.c.id == bindparam("row")).values(late_submission_penalty=bindparam("penalty"))
)
_FIND_WRITTEN = (
    select(_GRADE.c.cell_id, _GRADE.c.auto_score, _SUBMISSION.c.timestamp)
    .join(_NOTEBOOK, _NOTEBOOK.c.id == _GRADE.c.notebook_id)
    .join(_SUBMISSION, _SUBMISSION.c.id == _NOTEBOOK.c.assignment_id)
    .where(_NOTEBOOK.c.notebook_id == bindparam("notebook"), _SUBMISSION.c.student_id == bindparam("student"))
)
_FIND_LATE = (
    select(
        SubmittedNotebook.id,
        _SUBMISSION.c.student_id,
        _SUBMISSION.c.timestamp,
        _ASSIGNMENT.c.duedate,
        _SUBMISSION.c.extension,
        SubmittedNotebook.late_submission_penalty,
        SubmittedNotebook.score,
    )
    .join(_SUBMISSION, _SUBMISSION.c.id == SubmittedNotebook.assignment_id)
    .join(_ASSIGNMENT, _ASSIGNMENT.c.id == _SUBMISSION.c.assignment_id)
    .where(SubmittedNotebook.notebook_id == bindparam("notebook"))
)


@dataclass(frozen=True)
class _Found:
    submission_id: str
    notebook_id: str
    penalty: float | None
    seconds_late: float


def read_timestamp(folder: Path) -> datetime | None:
    """When a submission was handed in, from its ``timestamp.txt``, as nbgrader reads it: in UTC, without a zone.

    A file that says nothing, or nothing that is a time, counts as none: a student's slip must not stop a class.
    """
    try:
        text = (read_submitted(folder / "timestamp.txt", LONGEST_TIMESTAMP) or b"").decode("utf-8").strip()
        at: datetime | None = parse_utc(text) if 0 < len(text) <= _LONGEST_TIME else None
        return at
    except (ValueError, OverflowError):  # OverflowError: a year or an offset beyond what a date can hold
        return None


def save_submission(
    connection: Connection,
    assignment: AssignmentRows,
    student: str,
    projection: Projection,
    timestamp: datetime | None,
    penalty: LatePenalty,
) -> None:
    """Make one student's rows equal to what a report says. Manual scores, extra credit and manual comments stay.

    Args:
        connection: an open transaction.
        assignment: the assignment's rows.
        student: the student's id; added to the gradebook if it is new.
        projection: automatic scores and comments.
        timestamp: when it was handed in.
        penalty: what lateness costs.

    Raises:
        GradebookError: if the assignment is no longer what it was when its rows were looked up.
    """
    found = _find_or_add(connection, assignment, student, timestamp)
    score = _save_grades(connection, assignment, found.notebook_id, projection.auto_scores)
    _save_comments(connection, assignment, found.notebook_id, projection.auto_comments)
    late = penalty(student, score, found.seconds_late)
    if late != found.penalty:
        connection.execute(_UPDATE_PENALTY, {"row": found.notebook_id, "penalty": late})


def holds_submission(
    connection: Connection,
    assignment: AssignmentRows,
    student: str,
    projection: Projection,
    timestamp: datetime | None,
) -> bool:
    """Whether the rows say already what ``save_submission`` would make them say (late penalties aside)."""
    names = {cell.id: name for name, cell in assignment.grade_cells.items()}
    rows = connection.execute(_FIND_WRITTEN, {"student": student, "notebook": assignment.notebook_id}).all()
    written = {names.get(cell_id, cell_id): auto for cell_id, auto, _ in rows}
    return bool(rows) and written == projection.auto_scores and rows[0][2] == timestamp


def renew_penalties(connection: Connection, assignment: AssignmentRows, penalty: LatePenalty) -> int:
    """Ask for every submission's late penalty again, with the due dates and scores of now.

    Returns:
        How many changed.
    """
    renewed = []
    for row, student, at, duedate, extension, before, score in connection.execute(
        _FIND_LATE, {"notebook": assignment.notebook_id}
    ):
        late = penalty(student, score, seconds_late(at, duedate, extension))
        if late != before:
            renewed.append({"row": row, "penalty": late})
    _execute_many(connection, _UPDATE_PENALTY, renewed)
    return len(renewed)


def _find_or_add(
    connection: Connection, assignment: AssignmentRows, student: str, timestamp: datetime | None
) -> _Found:
    row = connection.execute(_FIND, {"student": student, "notebook": assignment.notebook_id}).one_or_none()
    if row is None:
        raise GradebookError("another program changed the assignment in the gradebook meanwhile: run the command again")
    submission_id, notebook_id, penalty, duedate, extension, known = row
    if known is None:
        connection.execute(insert(_STUDENT).values(id=student))
    if submission_id is None:
        submission_id = new_uuid()
        values = {"id": submission_id, "assignment_id": assignment.id, "student_id": student, "timestamp": timestamp}
        connection.execute(insert(_SUBMISSION).values(**values))
    else:
        connection.execute(_UPDATE_TIMESTAMP, {"row": submission_id, "at": timestamp})
    if notebook_id is None:
        notebook_id = new_uuid()
        values = {"id": notebook_id, "notebook_id": assignment.notebook_id, "assignment_id": submission_id}
        connection.execute(insert(_NOTEBOOK).values(**values))
    return _Found(submission_id, notebook_id, penalty, seconds_late(timestamp, duedate, extension))


def seconds_late(timestamp: datetime | None, duedate: datetime | None, extension: timedelta | None) -> float:
    """How long after its due date, extension included, a submission came; 0 if either is unknown."""
    if timestamp is None or duedate is None:
        return 0.0
    return max(0.0, (timestamp - duedate - (extension or timedelta())).total_seconds())


def _save_grades(
    connection: Connection, assignment: AssignmentRows, notebook_id: str, auto_scores: Mapping[str, float | None]
) -> float:
    present = {row[0]: row[1:] for row in connection.execute(_FIND_GRADES, {"notebook": notebook_id})}
    added, changed, score = [], [], 0.0
    for name, auto in auto_scores.items():
        cell_id = assignment.grade_cells[name].id
        row, manual_score, extra_credit = present.get(cell_id, (None, None, None))
        manual = needs_manual_grade(auto, manual_score)
        score += total_score(auto, manual_score, extra_credit)
        if row is None:
            values = {"cell_id": cell_id, "notebook_id": notebook_id, "auto_score": auto, "needs_manual_grade": manual}
            added.append(values)
        else:
            changed.append({"row": row, "auto": auto, "manual": manual})
    _execute_many(connection, insert(_GRADE), added)
    _execute_many(connection, _UPDATE_GRADE, changed)
    return score


def _save_comments(
    connection: Connection, assignment: AssignmentRows, notebook_id: str, auto_comments: Mapping[str, str | None]
) -> None:
    present: dict[str, str] = dict(connection.execute(_FIND_COMMENTS, {"notebook": notebook_id}).all())
    added, changed = [], []
    for name, auto in auto_comments.items():
        cell_id = assignment.solution_cells[name]
        if cell_id in present:
            changed.append({"row": present[cell_id], "auto": auto})
        else:
            added.append({"cell_id": cell_id, "notebook_id": notebook_id, "auto_comment": auto})
    _execute_many(connection, insert(_COMMENT), added)
    _execute_many(connection, _UPDATE_COMMENT, changed)


def _execute_many(connection: Connection, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(statement, rows)
