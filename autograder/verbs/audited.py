"""What has been audited and what has changed since: fingerprints, the committed result, the documents."""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.audit import (
    Audit,
    Generated,
    generate_mutants,
    read_marks,
    render_document,
    render_lessons,
    render_page,
)
from autograder.course import Course
from autograder.errors import CourseError
from autograder.lessons import measure_lesson, parse_lesson
from autograder.lessons.model import Kind, Lesson
from autograder.lessons.syntax import canonical
from autograder.lessons.write import write_atomically
from autograder.testing import Thresholds
from autograder.verbs.asked import find_grader_modules, find_variants, fingerprint_questions, fingerprint_variant
from autograder.verbs.build import find_assignments

DIGITS = 24


def fingerprint_judged(course: Course, assignment: str, exercise: str) -> str:
    """The hash of all that the hidden tests' verdicts and words about an answer depend on, but for the answer.

    Raises:
        CourseError: if there is no such lesson, exercise or grader.
    """
    folder = course.grader_path(assignment)
    parts = [fingerprint_questions(course, assignment, exercise)]
    for path in find_grader_modules(folder, exercise):
        parts += _texts(ast.parse(path.read_text(encoding="utf-8")))
    limits = Thresholds.load(folder).limits
    parts += [repr(limit) for limit in limits.values() if limit.exercise == exercise]
    return digest(parts)


def fingerprint_public(lesson: Lesson, exercise: str) -> str:
    """The hash of all that has run when the public test of an exercise ends, and of that test."""
    parts: list[str] = []
    for cell in lesson.cells:
        if cell.kind is Kind.PUBLIC_TEST and cell.exercise == exercise:
            return digest([*parts, _code(cell.source)])
        if cell.kind in (Kind.GIVEN, Kind.EXERCISE):
            parts.append(_code(cell.source))
    raise CourseError(f"{exercise} of {lesson.assignment} has no public test")


def fingerprint_audited(course: Course, assignment: str, exercise: str) -> str:
    """The hash of everything that an audit of an exercise looks at.

    Raises:
        CourseError: if there is no such lesson, exercise or grader.
        GraderError: if its mutants, alternatives or marks cannot be read.
    """
    lesson = parse_lesson(course.lesson_path(assignment))
    marks = read_marks(course.grader_path(assignment))
    return digest(
        [
            fingerprint_judged(course, assignment, exercise),
            fingerprint_public(lesson, exercise),
            *sorted(fingerprint_variant(variant) for variant in find_variants(course, assignment, exercise)),
            *sorted(mark.id for mark in marks if mark.exercise == exercise),
            *(mutant.id for mutant in find_generated(lesson, exercise)),
        ]
    )


def find_generated(lesson: Lesson, exercise: str) -> tuple[Generated, ...]:
    """The mutants that are generated from the solution of an exercise."""
    cells = [cell for cell in lesson.cells if cell.kind is Kind.EXERCISE and cell.exercise == exercise]
    return tuple(mutant for cell in cells for mutant in generate_mutants(cell.source))


def find_graded(course: Course) -> list[str]:
    """The assignments that have a grader."""
    found = []
    for assignment in find_assignments(course):
        try:
            course.grader_path(assignment)
        except CourseError:  # a lesson may be written before its grader
            continue
        found.append(assignment)
    return found


def find_unaudited(course: Course, assignment: str) -> list[str]:
    """The exercises that are not what they were when they were audited, or never were.

    Raises:
        CourseError: if the assignment is not there, or has no grader.
    """
    audit = read_audits(course).get(assignment)
    known = {found.exercise: found.fingerprint for found in audit.findings} if audit else {}
    lesson = parse_lesson(course.lesson_path(assignment))
    there = [exercise.name for exercise in lesson.exercises if not exercise.manual]
    changed = [name for name in there if known.get(name) != fingerprint_audited(course, assignment, name)]
    return changed + sorted(set(known) - set(there))


# --- files


def result_path(course: Course) -> Path:
    """Where the result of the last audit of every assignment stands."""
    return course.root / "benchmarks" / "results" / "audit.json"


def document_path(course: Course) -> Path:
    """Where the table stands that people read."""
    return course.root / "docs" / "grader-quality.md"


def lessons_path(course: Course) -> Path:
    """Where the marks of the lessons stand."""
    return course.root / "docs" / "lesson-quality.md"


def page_path(course: Course) -> Path:
    """Where the whole audit stands as a page, every answer and message in it."""
    return course.root / "build" / "audit" / "index.html"


def full_path(course: Course, assignment: str) -> Path:
    """Where the whole audit of an assignment stands as JSON."""
    return course.root / "build" / "audit" / f"{assignment}.json"


def read_audits(course: Course) -> dict[str, Audit]:
    """The committed audits, by assignment."""
    path = result_path(course)
    data = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {name: Audit.model_validate_json(json.dumps(entry)) for name, entry in data.get("assignments", {}).items()}


def write_audit(course: Course, audit: Audit) -> list[Path]:
    """Keep an audit in place of the one before, and write the documents about all of them.

    Returns:
        The files: the committed result, the documents, the page, and the assignment's JSON.
    """
    there = set(find_graded(course))
    audits = {name: kept for name, kept in read_audits(course).items() if name in there} | {
        audit.assignment: audit.slim()
    }
    audits = dict(sorted(audits.items()))
    data = {"assignments": {name: _as_data(kept) for name, kept in audits.items()}}
    whole = dict(audits) | {audit.assignment: audit}
    for name in audits:
        if name != audit.assignment and (path := full_path(course, name)).is_file():
            kept = Audit.model_validate_json(path.read_bytes())
            whole[name] = kept if kept.slim() == audits[name] else audits[name]
    files = {
        result_path(course): json.dumps(data, indent=1, ensure_ascii=False) + "\n",
        document_path(course): render_quality(course, audits),
        lessons_path(course): render_lesson_quality(course, audits),
        page_path(course): render_page(whole),
        full_path(course, audit.assignment): json.dumps(_as_data(audit), indent=1, ensure_ascii=False) + "\n",
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode())
    return list(files)


def render_quality(course: Course, audits: dict[str, Audit] | None = None) -> str:
    """The document about all audits; what people wrote at its end stays."""
    path = document_path(course)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    return render_document(read_audits(course) if audits is None else audits, before)


def render_lesson_quality(course: Course, audits: dict[str, Audit] | None = None) -> str:
    """The document about the lessons; what people wrote at its end stays."""
    path = lessons_path(course)
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    measured = {name: measure_lesson(parse_lesson(course.lesson_path(name))) for name in find_graded(course)}
    return render_lessons(measured, read_audits(course) if audits is None else audits, before)


def _as_data(audit: Audit) -> object:
    return audit.model_dump(mode="json", exclude_defaults=True)


# --- hashes


def digest(parts: Iterable[str]) -> str:
    """A hash of texts, one after the other."""
    hashed = hashlib.sha256()
    for part in parts:
        hashed.update(part.encode() + b"\0")
    return hashed.hexdigest()[:DIGITS]


def _texts(module: ast.Module) -> Iterator[str]:
    """What a grader says: the other fingerprint leaves that out, and a student reads it."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _code(source: str) -> str:
    return canonical(ast.parse(source))
