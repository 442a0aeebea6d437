"""No lesson uses what stands on no path before it: it cites what it stands on, and the rest only as something to come."""

from __future__ import annotations

import ast
import re

import pytest

from autograder.course import find_course
from autograder.lessons import parse_lesson
from autograder.lessons.model import Kind, LessonCell
from autograder.verbs.build import find_assignments
from tests.verbs.real import REPOSITORY

COURSE = find_course(REPOSITORY)
ASSIGNMENTS = find_assignments(COURSE)
CITED = re.compile(r"(?<![\d_])([012]\d_\d\d)(?![\d])")
TO_COME = re.compile(r"\b(will|later|next|comes?|returns?|meet|tells|builds)\b", re.IGNORECASE)
NAME = re.compile(r"(?<![.\w])[a-z]+(?:_[a-z]+)+\b")


def first_in(page: str) -> dict[str, frozenset[str]]:
    """Names of two words or more in the tables of the notation, and the lessons in which they come first."""
    found: dict[str, set[str]] = {}
    for line in page.splitlines():
        columns = [column.strip() for column in line.strip("|").split("|")]
        if len(columns) == 4 and (lessons := CITED.findall(columns[3])):
            for name in NAME.findall(" ".join(re.findall(r"`([^`]*)`", columns[1]))):
                found.setdefault(name, set()).update(lessons)
    return {name: frozenset(lessons) for name, lessons in found.items()}


def find_names(cell: LessonCell) -> set[str]:
    """The names that a cell uses as its own: those in backticks, or those of code, but for what belongs to a library."""
    if cell.kind.is_markdown:
        return set(NAME.findall(" ".join(re.findall(r"`([^`\n]*)`", cell.source))))
    nodes = list(ast.walk(ast.parse(cell.source)))
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.arg for node in nodes if isinstance(node, ast.arg)
    }


FIRST_IN = first_in((REPOSITORY / "docs" / "notation.md").read_text(encoding="utf-8"))


def number_of(assignment: str) -> str:
    return assignment[:5]


def find_forward_references(text: str, own: str, known: frozenset[str]) -> list[str]:
    """The sentences that cite a lesson which does not stand before this one, and do not say that it is to come."""
    sentences = re.split(r"(?<=[.!?:;])\s+|\n\s*\n", text)
    return [
        sentence
        for sentence in sentences
        if set(CITED.findall(sentence)) - known - {own} and not TO_COME.search(sentence)
    ]


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_what_is_cited_stands_before_or_is_to_come(assignment: str) -> None:
    own = number_of(assignment)
    known = COURSE.settings.foundations(own)
    cells = parse_lesson(COURSE.lesson_path(assignment)).cells
    found = [s for cell in cells if cell.kind is Kind.TEXT for s in find_forward_references(cell.source, own, known)]
    assert found == [], f"{own} does not stand on it: declare it in course.toml, or say that it is to come"


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_symbols_are_those_of_lessons_that_stand_before(assignment: str) -> None:
    own = number_of(assignment)
    known = COURSE.settings.foundations(own) | {own}
    cells = parse_lesson(COURSE.lesson_path(assignment)).cells
    used = {name for cell in cells for name in find_names(cell)}
    unknown = {name: first for name, first in FIRST_IN.items() if name in used and not first & known}
    assert unknown == {}, f"docs/notation.md has them first in lessons that {own} does not stand on"


def test_the_notation_names_symbols() -> None:
    assert FIRST_IN["alpha_bar"] == {"05_01"}
    assert len(FIRST_IN) > 10


def test_a_forward_reference_is_found() -> None:
    known = frozenset({"00_01"})
    assert find_forward_references("By lesson 00_01 it is so. As 05_02 shows, it is.", "01_01", known) == [
        "As 05_02 shows, it is."
    ]
    assert find_forward_references("Lesson 05_02 will show it. See `01_01`.", "01_01", known) == []


def test_every_lesson_says_what_it_needs() -> None:
    written = {number_of(assignment) for assignment in ASSIGNMENTS}
    needs = COURSE.settings.needs
    assert written <= set(needs)
    for number in written:
        assert set(needs[number]) <= written, f"{number} leans on a lesson that is not there yet"
