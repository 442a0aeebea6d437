"""The fingerprint of what an exercise asks: it changes with a recipe, a solution, a test, a mutant; and with no prose.

Of the lesson it has those statements of given cells and solutions that the exercise, or its tests, depend on; of the grader the
modules that test the exercise. All is taken as syntax trees, so that neither comments, nor docstrings, nor the layout count,
and written out in a way of our own, so that it is the same under every version of Python.
"""

from __future__ import annotations

import ast
import builtins
import hashlib
import symtable
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import Course
from autograder.errors import CourseError
from autograder.lessons import parse_lesson
from autograder.lessons.model import Kind, Lesson
from autograder.lessons.syntax import DEFINITIONS, canonical
from autograder.testing import Variant, load_variants

VARIANT_FOLDERS = ("mutants", "alternatives")
# What a test says to the student; not what it asks.
PROSE = ("hint", "what", "message")
DIGITS = 24
_SILENT = {"print", "display"}


def fingerprint_asked(course: Course, assignment: str, exercise: str) -> str:
    """The hash of all that a calibration of an exercise depends on, its mutants and alternatives among it.

    Args:
        course: the course.
        assignment: which one.
        exercise: of it.

    Raises:
        CourseError: if there is no such lesson, exercise or grader.
        GraderError: if its mutants or alternatives cannot be read.
    """
    variants = (fingerprint_variant(variant) for variant in find_variants(course, assignment, exercise))
    return _hash([fingerprint_questions(course, assignment, exercise), *sorted(variants)])


def fingerprint_questions(course: Course, assignment: str, exercise: str) -> str:
    """The same without mutants and alternatives: what the reference's values depend on.

    Raises:
        CourseError: if there is no such lesson, exercise or grader.
    """
    lesson = parse_lesson(course.lesson_path(assignment))
    names = {each.name for each in lesson.exercises}
    if exercise not in names:
        raise CourseError(f"{assignment} has no exercise {exercise}; it has {', '.join(sorted(names))}")
    folder = course.grader_path(assignment)
    modules = [_read(path) for path in find_grader_modules(folder, exercise)]
    parts = [exercise, *(_budget(lesson, name) for name in sorted(_needs(lesson, exercise)))]
    wanted = _needs(lesson, exercise) | {word for module in modules for word in _words(module)}
    parts += [canonical(statement) for statement in _statements_for(lesson, wanted)]
    parts += [canonical(_without_prose(module)) for module in modules]
    return _hash(parts)


def fingerprint_variant(variant: Variant) -> str:
    """The hash of a mutant or alternative: its code, and which test must catch it."""
    return _hash([variant.exercise, variant.name, variant.caught_by, canonical(ast.parse(variant.source))])


def find_variants(course: Course, assignment: str, exercise: str) -> tuple[Variant, ...]:
    """The mutants and alternatives of an exercise.

    Raises:
        CourseError: if the assignment has no grader.
        GraderError: if they cannot be read.
    """
    folders = [course.grader_path(assignment) / name for name in VARIANT_FOLDERS]
    found = [variant for folder in folders if folder.is_dir() for variant in load_variants(folder)]
    return tuple(variant for variant in found if variant.exercise == exercise)


def find_measuring_tests(course: Course, assignment: str) -> dict[str, tuple[str, ...]]:
    """The tests that ask for the fixture ``threshold``, by the exercise whose points they carry.

    Raises:
        CourseError: if the assignment has no grader.
    """
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(course.grader_path(assignment).glob("test_*.py")):
        module = _read(path)
        asking = {"threshold"} | {node.name for node in _functions(module) if "threshold" in _arguments(node)}
        for node in _functions(module):  # a fixture may ask on a test's behalf
            if (exercise := _exercise_of(node)) and asking & set(_arguments(node)):
                found[exercise] = (*found.get(exercise, ()), node.name)
    return found


def _hash(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:DIGITS]


# --- the grader


def _read(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError) as error:
        raise CourseError(f"{path}: {error}") from error


def find_grader_modules(folder: Path, exercise: str) -> Iterator[Path]:
    """The modules that test the exercise, and those that belong to no exercise, such as ``conftest.py``."""
    for path in sorted(folder.glob("*.py")):
        exercises = {_exercise_of(node) for node in _functions(_read(path))} - {""}
        if exercise in exercises or not exercises:
            yield path


def _functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in module.body if isinstance(node, ast.FunctionDef))


def _arguments(node: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]


def _exercise_of(node: ast.FunctionDef) -> str:
    """The exercise whose points a test carries; empty for what is no test."""
    for mark in node.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func).split(".")[-1] == "points" and mark.args:
            return str(getattr(mark.args[0], "value", ""))
    return ""


def _words(module: ast.Module) -> Iterator[str]:
    """Whatever may be the name of something that a lesson defines: ``notebook.encode``, ``ns.encode``, ``vjp("encode")``."""
    for node in ast.walk(module):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value


class _ProseRemover(ast.NodeTransformer):
    def visit_Call(self, node: ast.Call) -> ast.AST:  # the name that ast asks for
        self.generic_visit(node)
        node.keywords = [keyword for keyword in node.keywords if keyword.arg not in PROSE]
        return node


def _without_prose(module: ast.Module) -> ast.AST:
    return _ProseRemover().visit(module)  # type: ignore[no-any-return] # a module stays a module


# --- the lesson


def _needs(lesson: Lesson, exercise: str) -> set[str]:
    """The exercise and all that it builds on."""
    found: set[str] = set()
    waiting = [exercise]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += lesson.exercise(name).needs
    return found


def _budget(lesson: Lesson, name: str) -> str:
    exercise = lesson.exercise(name)
    return f"{name} {exercise.seconds:g} s {exercise.memory_mib} MiB"


@dataclass(frozen=True)
class _Statement:
    """One top-level statement of a lesson's code: what it defines or changes, and what it uses."""

    node: ast.stmt
    defines: frozenset[str]
    uses: frozenset[str]
    is_setting: bool


def _statements_for(lesson: Lesson, wanted: set[str]) -> list[ast.stmt]:
    """The statements on which any of these functions and classes depends, in order."""
    statements = [_examine(node) for node in _code_of(lesson)]
    imported = {name for s in statements if isinstance(s.node, ast.Import | ast.ImportFrom) for name in s.defines}
    defined = {name for s in statements if isinstance(s.node, DEFINITIONS) for name in s.defines}
    names, kept = wanted & defined, set[int]()
    while True:
        more = {
            i
            for i, statement in enumerate(statements)
            if i not in kept
            and (statement.defines & names or "*" in statement.defines or _is_a_setting(statement, imported))
        }
        if not more:
            return [statements[i].node for i in sorted(kept)]
        kept |= more
        names |= {name for i in more for name in statements[i].uses if not hasattr(builtins, name)}


def _is_a_setting(statement: _Statement, imported: set[str]) -> bool:
    """Such as ``torch.set_default_dtype(…)``: a call of a library for what it does and not for what it returns."""
    return statement.is_setting and bool(statement.defines & imported)


def _code_of(lesson: Lesson) -> Iterator[ast.stmt]:
    for cell in lesson.cells:
        if cell.kind in (Kind.GIVEN, Kind.EXERCISE):
            yield from ast.parse(cell.source).body


def _examine(node: ast.stmt) -> _Statement:
    uses = set(_used(symtable.symtable(ast.unparse(node), "lesson", "exec")))
    if isinstance(node, DEFINITIONS):
        return _Statement(node, frozenset({node.name}), frozenset(uses), False)
    if isinstance(node, ast.Expr):
        root = _root(node.value.func) if isinstance(node.value, ast.Call) else ""
        is_call_on = isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute)
        changes = {root} - {"", *_SILENT, "plt"}
        return _Statement(node, frozenset(changes), frozenset(uses), is_call_on)
    return _Statement(node, frozenset(_defined(node)), frozenset(uses), False)


def _used(table: symtable.SymbolTable) -> Iterator[str]:
    """Names of the notebook that are used in a scope, or in one inside it; a function's own variables are none."""
    is_top = table.get_type() == "module"
    yield from (s.get_name() for s in table.get_symbols() if s.is_referenced() and (is_top or s.is_global()))
    for child in table.get_children():
        yield from _used(child)


def _defined(node: ast.stmt) -> Iterator[str]:
    """Names that a statement binds, or changes through an attribute, an entry or a method."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name.split(".")[0] for alias in inner.names)
        elif isinstance(inner, DEFINITIONS):
            yield inner.name
        elif isinstance(inner, ast.Name | ast.Attribute | ast.Subscript) and isinstance(inner.ctx, ast.Store):
            yield _root(inner)


def _root(node: ast.expr) -> str:
    """The name that an expression such as ``model.layers[0].weight`` begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
