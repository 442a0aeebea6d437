"""Scores out of nbgrader's gradebook, for exports and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nbgrader.api import Assignment, BaseCell, Grade, GradeCell, Notebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import Select, func, select

from autograder.course import Course
from autograder.gradebook.database import open_to_read, reading
from autograder.gradebook.scores import total_score
from autograder.gradebook.settings import course_directory, load_config


@dataclass(frozen=True)
class Score:
    """One exercise of one student.

    Attributes:
        auto: the automatic score; None where only a person can give one.
        manual: the score that a person gave, if any; it goes before the automatic one.
        extra_credit: given by a person, on top.
        max: what the exercise is worth.
        needs_manual_grade: whether a person must look.
    """

    auto: float | None
    manual: float | None
    extra_credit: float | None
    max: float
    needs_manual_grade: bool

    @property
    def total(self) -> float:
        """The score as nbgrader computes it."""
        return total_score(self.auto, self.manual, self.extra_credit)


def read_scores(course: Course, assignment: str) -> dict[str, dict[str, Score]]:
    """Every student's score in every exercise of an assignment, as the gradebook holds them.

    Args:
        course: the course.
        assignment: the assignment's name.

    Returns:
        By student, then by exercise.

    Raises:
        GradebookError: if the gradebook cannot be read.
    """
    grade, cell, base = Grade.__table__, GradeCell.__table__, BaseCell.__table__
    submission, notebook = SubmittedAssignment.__table__, SubmittedNotebook.__table__
    source, named = Notebook.__table__, Assignment.__table__
    query = (
        select(
            submission.c.student_id,
            base.c.name,
            *(grade.c.auto_score, grade.c.manual_score, grade.c.extra_credit, cell.c.max_score),
            grade.c.needs_manual_grade,
        )
        .select_from(grade)
        .join(cell, cell.c.id == grade.c.cell_id)
        .join(base, base.c.id == cell.c.id)
        .join(notebook, notebook.c.id == grade.c.notebook_id)
        .join(source, source.c.id == notebook.c.notebook_id)
        .join(submission, submission.c.id == notebook.c.assignment_id)
        .join(named, named.c.id == submission.c.assignment_id)
        .where(named.c.name == assignment)
        .order_by(submission.c.student_id, base.c.name)
    )
    scores: dict[str, dict[str, Score]] = {}
    for student, exercise, *values in _rows(course, query):
        scores.setdefault(student, {})[exercise] = Score(*values)
    return scores


def read_penalties(course: Course, assignment: str) -> dict[str, float]:
    """What lateness cost each student in an assignment, in points; students without a penalty are left out.

    Args:
        course: the course.
        assignment: the assignment's name.

    Raises:
        GradebookError: if the gradebook cannot be read.
    """
    submission, notebook, named = SubmittedAssignment.__table__, SubmittedNotebook.__table__, Assignment.__table__
    query = (
        select(submission.c.student_id, func.sum(notebook.c.late_submission_penalty))
        .select_from(notebook)
        .join(submission, submission.c.id == notebook.c.assignment_id)
        .join(named, named.c.id == submission.c.assignment_id)
        .where(named.c.name == assignment)
        .group_by(submission.c.student_id)
    )
    return {student: float(penalty) for student, penalty in _rows(course, query) if penalty}


def _rows(course: Course, query: Select[Any]) -> list[Any]:
    engine = open_to_read(course_directory(course.root, load_config(course.root)).db_url)
    try:
        with reading(engine) as connection:
            return list(connection.execute(query))
    finally:
        engine.dispose()
