"""What must hold between the cells of a lesson, and inside each of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from autograder.errors import LessonError
from autograder.lessons.hints import split_steps
from autograder.lessons.model import Kind, Lesson, LessonCell
from autograder.lessons.regions import (
    BEGIN_SCHEME,
    BEGIN_SOLUTION,
    CODE_STUB,
    RegionError,
    clear,
    find_regions,
)

# ![alt](target) or ![alt](target "title"), and <img src="target">
_IMAGE = re.compile(r"""!\[[^\]]*\]\(\s*<?([^)\s>]+)[^)]*\)|<img\b[^>]*?\bsrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_IMAGE_NAME = re.compile(r"images/([A-Za-z0-9_-]+\.(?:svg|png|jpg|jpeg|gif))")


def check_lesson(lesson: Lesson) -> None:
    """Check everything that one marker alone cannot tell.

    Raises:
        LessonError: for the first slip.
    """
    first = lesson.cells[0]
    if first.kind is not Kind.TEXT or not first.source.startswith("# ") or not lesson.title:
        raise LessonError(lesson.path, first.line, "a lesson opens with a Markdown cell whose first line is `# Title`")
    for cell in lesson.cells:
        _check_images(lesson, cell)
        _check_code(lesson, cell)
        _check_regions(lesson, cell)
        if cell.kind is Kind.EXERCISE:
            _check_exercise(lesson, cell)
        if cell.kind is Kind.HINT and not all(split_steps(cell.source)):
            raise LessonError(lesson.path, cell.line, "a step of the hint is empty")
    _check_names(lesson)
    _check_budgets(lesson)


def find_images(cells: Iterable[LessonCell]) -> tuple[str, ...]:
    """Names of the images that cells show, sorted."""
    found = set()
    for cell in cells:
        if cell.kind.is_markdown:
            found |= {match[1] for target in _targets(cell.source) if (match := _IMAGE_NAME.fullmatch(target))}
    return tuple(sorted(found))


def _targets(line: str) -> list[str]:
    return [first or second for first, second in _IMAGE.findall(line)]


def _check_images(lesson: Lesson, cell: LessonCell) -> None:
    if not cell.kind.is_markdown:
        return
    for offset, line in enumerate(cell.source.split("\n")):
        for target in _targets(line):
            number = cell.source_line + offset
            match = _IMAGE_NAME.fullmatch(target)
            if match is None:
                raise LessonError(
                    lesson.path, number, f"the image {target!r} is not in `images/`: students would miss it"
                )
            if not (lesson.image_folder / match[1]).is_file():
                missing = PurePosixPath("images", lesson.path.stem, match[1])
                raise LessonError(lesson.path, number, f"the image {target!r} is missing: there is no {missing}")


def _check_code(lesson: Lesson, cell: LessonCell) -> None:
    if cell.kind.is_markdown:
        return
    for offset, line in enumerate(cell.source.split("\n")):
        if "AUTOTEST" in line:
            problem = "AUTOTEST would make nbgrader run the notebook when it is released"
            raise LessonError(lesson.path, cell.source_line + offset, problem)
    _parse(lesson, cell, cell.source, "the code does not parse")


def _parse(lesson: Lesson, cell: LessonCell, code: str, what: str) -> ast.Module:
    try:
        return ast.parse(code)
    except SyntaxError as error:
        line = cell.source_line + (error.lineno or 1) - 1
        raise LessonError(lesson.path, line, f"{what}: {error.msg}") from error


def _check_regions(lesson: Lesson, cell: LessonCell) -> None:
    try:
        regions = find_regions(cell.source)
    except RegionError as error:
        raise LessonError(lesson.path, cell.source_line + error.offset, error.problem) from error
    marks = [region.mark for region in regions]
    for region in regions:
        if region.end == region.begin + 1:
            raise LessonError(lesson.path, cell.source_line + region.begin, "the region is empty")
    if cell.kind is Kind.EXERCISE:
        if not marks or set(marks) != {BEGIN_SOLUTION}:
            raise LessonError(
                lesson.path, cell.line, "an exercise has a solution (`### BEGIN SOLUTION`), no mark scheme"
            )
    elif cell.kind is Kind.WRITTEN:
        if marks != [BEGIN_SOLUTION, BEGIN_SCHEME]:
            raise LessonError(lesson.path, cell.line, "a written question has one model answer, then one mark scheme")
    elif marks:
        problem = f"`{marks[0]}` in a cell that is no exercise: students would see what it holds"
        raise LessonError(lesson.path, cell.source_line + regions[0].begin, problem)


def _check_exercise(lesson: Lesson, cell: LessonCell) -> None:
    """An exercise defines what it is named after, documents it, and leaves a stub that parses."""
    stub = clear(cell.source, CODE_STUB)
    try:
        ast.parse(stub)
    except SyntaxError as error:
        problem = f"without its solution the cell does not parse: {error.msg}"
        raise LessonError(lesson.path, cell.line, problem) from error
    for node in ast.parse(cell.source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == cell.exercise:
            if not ast.get_docstring(node):
                raise LessonError(lesson.path, cell.source_line + node.lineno - 1, f"`{node.name}` has no docstring")
            return
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == cell.exercise for target in targets):
            return
    raise LessonError(lesson.path, cell.line, f"the cell does not define `{cell.exercise}`")


def _check_names(lesson: Lesson) -> None:
    known = {exercise.name: exercise for exercise in lesson.exercises}
    begun: set[str] = set()
    once: set[tuple[Kind, str]] = set()
    for cell in lesson.cells:
        if not cell.exercise:
            continue
        if cell.kind.is_answer:
            _check_needs(lesson, cell, begun)
            begun.add(cell.exercise)
        elif cell.exercise not in known:
            raise LessonError(lesson.path, cell.line, f"there is no exercise {cell.exercise!r}")
        if cell.kind is not Kind.HINT and (cell.kind, cell.exercise) in once:
            raise LessonError(lesson.path, cell.line, f"a second {cell.kind.replace('_', ' ')} of {cell.exercise!r}")
        once.add((cell.kind, cell.exercise))
        if cell.kind is Kind.PUBLIC_TEST and (cell.exercise not in begun or known[cell.exercise].manual):
            raise LessonError(lesson.path, cell.line, "a public test follows the code cell that it tests")
    for cell in lesson.cells:
        if cell.kind is Kind.EXERCISE and (Kind.PUBLIC_TEST, cell.exercise) not in once:
            raise LessonError(lesson.path, cell.line, f"{cell.exercise!r} has no public test")


def _check_budgets(lesson: Lesson) -> None:
    """What training may take stands in the marker, where it binds, and in the task, where students read it."""
    tasks = {cell.exercise: cell.source for cell in lesson.cells if cell.kind is Kind.TASK}
    for cell in lesson.cells:
        if cell.kind is not Kind.EXERCISE:
            continue
        exercise = lesson.exercise(cell.exercise)
        budget = {"seconds": exercise.seconds, "MiB": exercise.memory_mib}
        for words in (f"{amount:g} {unit}" for unit, amount in budget.items() if amount):
            if not re.search(rf"(?<![\d.]){re.escape(words)}\b", " ".join(tasks.get(cell.exercise, "").split())):
                problem = f'the task of {cell.exercise!r} does not tell students its budget: "{words}"'
                raise LessonError(lesson.path, cell.line, problem)


def _check_needs(lesson: Lesson, cell: LessonCell, begun: set[str]) -> None:
    if cell.exercise in begun:
        raise LessonError(lesson.path, cell.line, f"a second exercise {cell.exercise!r}")
    for name in lesson.exercise(cell.exercise).needs:
        if name not in begun or lesson.exercise(name).manual:
            raise LessonError(lesson.path, cell.line, f"`needs`: {name!r} is no earlier exercise")
