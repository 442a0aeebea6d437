"""A small class that hands in twice; what grading leaves of it, and how far that differs from an undisturbed run."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.records import Status
from autograder.verbs.reports import read_report, report_path
from autograder.verbs.tasks import fingerprint_grader, submission_task
from tests.verbs.tiny import ASSIGNMENT, HANDED_IN, RIGHT, answered, write

STUDENTS = ("ada", "bob", "cyd", "dan", "eve", "fay", "gus", "hal")
WORKS: tuple[Mapping[str, str] | str | None, ...] = (
    RIGHT,
    RIGHT | {"double": "def double(x):\n    return 3 * x\n"},
    {},
    RIGHT | {"double": "def double(x):\n    raise KeyError('slip')\n"},
    RIGHT | {"quarter": "def quarter(x):\n    import os\n    os._exit(0)\n"},
    '{"cells": [',  # cannot be read
    None,  # a folder without a notebook
    {"double": RIGHT["double"]},
)
OUTPUTS = ("autograded", "feedback", "reports")
_GRADES = """
SELECT s.student_id, s.timestamp, n.name, o.late_submission_penalty, c.name, g.auto_score, g.manual_score, g.extra_credit,
       g.needs_manual_grade
FROM submitted_assignment s LEFT JOIN submitted_notebook o ON o.assignment_id = s.id
LEFT JOIN notebook n ON n.id = o.notebook_id LEFT JOIN grade g ON g.notebook_id = o.id LEFT JOIN base_cell c ON c.id = g.cell_id
"""
_COMMENTS = """
SELECT s.student_id, c.name, k.auto_comment, k.manual_comment FROM submitted_assignment s
JOIN submitted_notebook o ON o.assignment_id = s.id JOIN comment k ON k.notebook_id = o.id JOIN base_cell c ON c.id = k.cell_id
"""
_TABLES = (
    "assignment",
    "notebook",
    "base_cell",
    "student",
    "submitted_assignment",
    "submitted_notebook",
    "grade",
    "comment",
)


def hand_in_all(course: Course, shift: int = 0, students: Collection[str] = STUDENTS) -> None:
    """Everybody hands in; with another shift, something else than before."""
    for number, student in enumerate(STUDENTS):
        if student not in students:
            continue
        work, path = WORKS[(number + shift) % len(WORKS)], course.submission_path(student, ASSIGNMENT)
        write(path.parent / "timestamp.txt", HANDED_IN.replace("12:00", f"12:0{shift}"))
        if work is None:
            path.unlink(missing_ok=True)
        else:
            write(path, work if isinstance(work, str) else answered(course, **work))


def copy_course(course: Course, root: Path) -> Course:
    """A copy of a course folder."""
    shutil.copytree(course.root, root)
    return Course(root, course.settings)


@dataclass(frozen=True)
class Outcome:
    """All that grading a class leaves behind, without what two undisturbed runs do not share: times and the database's ids.

    Attributes:
        reports: by student.
        files: by path, below autograded/ and feedback/; of reports/ the names alone.
        rows: of the gradebook, sorted.
        table_sizes: rows of each table.
    """

    reports: dict[str, str]
    files: dict[str, bytes]
    rows: list[str]
    table_sizes: dict[str, int]

    def of(self, student: str) -> tuple[object, ...]:
        """What concerns one student."""
        files = {path: content for path, content in self.files.items() if f"/{student}" in path}
        return self.reports.get(student), files, [row for row in self.rows if row.startswith(f"('{student}',")]


def read_outcome(course: Course) -> Outcome:
    """Look at everything that was left behind, hidden files included."""
    reports, files = {}, {}
    for student in STUDENTS:
        if report := read_report(report_path(course, ASSIGNMENT, student)):
            bare = report.model_copy(update={"timings": {}, "provenance": {}})
            reports[student] = re.sub(r'"seconds":[0-9.e-]+', '"seconds":0', bare.model_dump_json())
    for path in (path for step in OUTPUTS for path in sorted((course.root / step).rglob("*")) if path.is_file()):
        name = str(path.relative_to(course.root))
        files[name] = b"" if name.startswith("reports/") else path.read_bytes()
    with closing(sqlite3.connect(course.root / "gradebook.db")) as database:
        rows = sorted(repr(row) for query in (_GRADES, _COMMENTS) for row in database.execute(query))
        sizes = {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _TABLES}
    return Outcome(reports, files, rows, sizes)


@dataclass(frozen=True)
class Damage:
    """What a fault did to a class: nothing, if it was survived.

    Attributes:
        lost: students without a grade in their report or in the gradebook.
        doubled: students who were graded again though they had been graded, or who stand twice in the gradebook.
        different: students whose grade, or page, or notebook is another than in an undisturbed run.
        strange: what else differs: files and rows that belong to nobody.
    """

    lost: frozenset[str] = frozenset()
    doubled: frozenset[str] = frozenset()
    different: frozenset[str] = frozenset()
    strange: frozenset[str] = frozenset()


def assess(found: Outcome, expected: Outcome, graded: Counter[str] | None = None) -> Damage:
    """Hold what was left behind against an undisturbed run.

    Args:
        found: after the faults.
        expected: without them.
        graded: how often each student was graded to the end; once is right.
    """
    named = [row.split("'")[1] for row in found.rows]
    cells = Counter(named), Counter(row.split("'")[1] for row in expected.rows)
    ungraded = {student for student, report in found.reports.items() if json.loads(report)["status"] == Status.UNGRADED}
    lost = {s for s in expected.reports if s not in found.reports or s in ungraded or s not in named}
    doubled = {s for s in STUDENTS if cells[0][s] > cells[1][s] or (graded or Counter())[s] > 1}
    different = {s for s in expected.reports if found.of(s) != expected.of(s)}
    strange = set(found.files.keys() ^ expected.files.keys())
    strange |= {t for t, size in found.table_sizes.items() if size != expected.table_sizes[t]}
    return Damage(*map(frozenset, (lost, doubled, different, strange)))


def settled_students(course: Course) -> set[str]:
    """Who has a report of the present submission: grading it once more would be grading it twice."""
    version = fingerprint_grader(course, ASSIGNMENT)
    settled = set()
    for student in STUDENTS:
        report = read_report(report_path(course, ASSIGNMENT, student))
        if report and report.fingerprint == submission_task(course, ASSIGNMENT, student, version).fingerprint:
            settled.add(student)
    return settled
