"""Mutants and alternatives: wrong answers that must fail, and other right answers that must pass."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import GraderError

Code = TypeVar("Code", bound=Callable[..., Any])


def mutant(exercise: str, *, caught_by: str) -> Callable[[Code], Code]:
    """Mark a wrong answer; its docstring is what the student believed.

    Args:
        exercise: whose solution it replaces.
        caught_by: the test that must fail.
    """
    return _leave_as_it_is


def alternative(exercise: str) -> Callable[[Code], Code]:
    """Mark another right answer; its docstring says how it differs.

    Args:
        exercise: whose solution it replaces.
    """
    return _leave_as_it_is


def _leave_as_it_is(code: Code) -> Code:
    return code


@dataclass(frozen=True)
class Variant:
    """One mutant or alternative, read from its file without running it.

    Attributes:
        exercise: whose solution it replaces.
        name: of the function in the file.
        source: the code that takes the solution's place, under the exercise's name.
        about: the misconception, or how it differs.
        caught_by: the test that must catch a mutant; empty for an alternative.
    """

    exercise: str
    name: str
    source: str
    about: str
    caught_by: str = ""


def load_variants(path: Path) -> tuple[Variant, ...]:
    """Read ``mutants.py`` or ``alternatives.py``.

    Raises:
        GraderError: if it cannot be parsed, or a definition in it is not marked.
    """
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError) as error:  # ValueError: not UTF-8, or a null byte
        raise GraderError(f"{path}: {error}") from error
    definitions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return tuple(_read_variant(path, text, node) for node in definitions)


def _read_variant(path: Path, text: str, node: ast.FunctionDef | ast.ClassDef) -> Variant:
    mark = next((d for d in node.decorator_list if isinstance(d, ast.Call) and isinstance(d.func, ast.Name)), None)
    if mark is None or mark.func.id not in ("mutant", "alternative"):  # type: ignore[attr-defined]
        raise GraderError(f"{path}:{node.lineno}: {node.name} is marked neither @mutant nor @alternative")
    try:
        exercise = ast.literal_eval(mark.args[0])
        caught_by = next((ast.literal_eval(k.value) for k in mark.keywords if k.arg == "caught_by"), "")
    except (ValueError, IndexError) as error:
        raise GraderError(f"{path}:{node.lineno}: a mark's arguments are literals") from error
    if not (isinstance(exercise, str) and exercise.isidentifier() and isinstance(caught_by, str)):
        raise GraderError(f"{path}:{node.lineno}: a mark names an exercise and a test")
    if mark.func.id == "mutant" and not caught_by:  # type: ignore[attr-defined]
        raise GraderError(f"{path}:{node.lineno}: the mutant {node.name} must say which test catches it")
    lines = text.splitlines(keepends=True)[node.lineno - 1 : node.end_lineno]
    keyword = "class" if isinstance(node, ast.ClassDef) else "def"
    source = "".join(lines).replace(f"{keyword} {node.name}", f"{keyword} {exercise}", 1)
    others = [ast.get_source_segment(text, decorator) for decorator in node.decorator_list if decorator is not mark]
    source = "".join(f"@{other}\n" for other in others) + source  # they belong to the answer, e.g. torch.no_grad
    about = inspect.cleandoc(ast.get_docstring(node) or "")
    return Variant(exercise, node.name, source, about, caught_by)
