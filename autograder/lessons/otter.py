"""otter-grader's test files, made mechanically from the public tests, for whoever checks with `otter check`."""

from __future__ import annotations

import ast
import io
import symtable
import tokenize

from autograder.errors import LessonError
from autograder.lessons.model import Kind, Lesson, LessonCell

_TEMPLATE = """\
# Generated from {origin} by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "{name}"
points = {points}


@test_case()
def public_check(env):
{body}
"""


def build_otter_tests(lesson: Lesson) -> dict[str, str]:
    """The test files of a lesson: name of the file, and its text.

    Raises:
        LessonError: if a public test does not work inside a function.
    """
    return {f"{cell.exercise}.py": _build_test(lesson, cell) for cell in lesson.cells if cell.kind is Kind.PUBLIC_TEST}


def _build_test(lesson: Lesson, cell: LessonCell) -> str:
    text = _TEMPLATE.format(
        origin=lesson.origin,
        name=cell.exercise,
        points=lesson.exercise(cell.exercise).points,
        body="\n".join(_body(lesson, cell)),
    )
    try:
        compile(text, f"tests/{cell.exercise}.py", "exec")
    except SyntaxError as error:
        problem = f"otter runs a public test inside a function, where this one does not work: {error.msg}"
        raise LessonError(lesson.path, cell.line, problem) from error
    return text


def _body(lesson: Lesson, cell: LessonCell) -> list[str]:
    """The cell's text as a function's body in which every name means what it means in the notebook."""
    symbols = symtable.symtable(cell.source, "<public test>", "exec")
    if any(isinstance(node, ast.Name) and node.id == "env" for node in ast.walk(ast.parse(cell.source))):
        raise LessonError(lesson.path, cell.line, "otter keeps the name `env` for itself: use another")
    bound = sorted(
        symbol.get_name() for symbol in symbols.get_symbols() if symbol.is_assigned() or symbol.is_imported()
    )
    lines = [f"    global {', '.join(bound)}"] if bound else []
    return [*lines, "    globals().update(env)", *_indent(cell.source)]


def _indent(source: str) -> list[str]:
    """The text's lines, indented, but for those that continue a string: there the blanks would count."""
    inside: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source + "\n").readline):
        # From Python 3.12 on an f-string comes in pieces, of which only the texts span lines.
        if token.type == tokenize.STRING or tokenize.tok_name[token.type] == "FSTRING_MIDDLE":
            inside |= set(range(token.start[0] + 1, token.end[0] + 1))
    lines = source.split("\n")
    return [line if not line or number in inside else f"    {line}" for number, line in enumerate(lines, 1)]
