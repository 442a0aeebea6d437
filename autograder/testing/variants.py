"""Mutants and alternatives: wrong answers that must fail, and other right answers that must pass.

They stand beside the hidden tests, in folders of these names, with one file for each exercise: ``mutants/elbo.py``.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import GraderError

Code = TypeVar("Code", bound=Callable[..., Any])


def mutant(*, caught_by: str) -> Callable[[Code], Code]:
    """Mark a wrong answer; its docstring is what the student believed.

    Args:
        caught_by: the test that must fail.
    """
    return alternative


def alternative(code: Code) -> Code:
    """Mark another right answer; its docstring says how it differs."""
    return code


@dataclass(frozen=True)
class Variant:
    """One mutant or alternative, read from its file without running it.

    Attributes:
        exercise: whose solution it replaces, as its file is called.
        name: of the function or class in the file.
        source: the code that takes the solution's place, under the exercise's name.
        about: the misconception, or how it differs.
        caught_by: the test that must catch a mutant; empty for an alternative.
    """

    exercise: str
    name: str
    source: str
    about: str
    caught_by: str = ""


def load_variants(folder: Path) -> tuple[Variant, ...]:
    """Read a grader's ``mutants`` or ``alternatives``, in the order of their files' names.

    Raises:
        GraderError: if there is no such folder, a file cannot be parsed, or a definition in it is not marked.
    """
    if not folder.is_dir():
        raise GraderError(f"{folder}: there is no such folder")
    return tuple(variant for path in sorted(folder.glob("*.py")) for variant in _read_variants(path))


def _read_variants(path: Path) -> Iterator[Variant]:
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
    except (OSError, SyntaxError, ValueError) as error:  # ValueError: not UTF-8, or a null byte
        raise GraderError(f"{path}: {error}") from error
    if not path.stem.isidentifier():
        raise GraderError(f"{path}: the file is called as the exercise is")
    definitions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef))
    return (_read_variant(path, text, node) for node in definitions)


def _read_variant(path: Path, text: str, node: ast.FunctionDef | ast.ClassDef) -> Variant:
    mark = next(
        (decorator for decorator in node.decorator_list if _word_of(decorator) in ("mutant", "alternative")), None
    )
    if mark is None:
        raise GraderError(
            f"{path}:{node.lineno}: {node.name} is marked neither @mutant(caught_by=...) nor @alternative"
        )
    caught_by = _test_of(mark) if isinstance(mark, ast.Call) else ""
    if (_word_of(mark) == "mutant") != bool(caught_by):
        raise GraderError(f"{path}:{node.lineno}: a mutant says which test catches it, an alternative says nothing")
    exercise = path.stem
    lines = text.splitlines(keepends=True)[node.lineno - 1 : node.end_lineno]
    keyword = "class" if isinstance(node, ast.ClassDef) else "def"
    source = "".join(lines).replace(f"{keyword} {node.name}", f"{keyword} {exercise}", 1)
    others = [ast.get_source_segment(text, decorator) for decorator in node.decorator_list if decorator is not mark]
    source = "".join(f"@{other}\n" for other in others) + source  # they belong to the answer, e.g. torch.no_grad
    about = inspect.cleandoc(ast.get_docstring(node) or "")
    return Variant(exercise, node.name, source, about, caught_by)


def _word_of(decorator: ast.expr) -> str:
    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    return name.id if isinstance(name, ast.Name) else ""


def _test_of(mark: ast.Call) -> str:
    """The test that a mark names; empty unless that is all it says."""
    match mark:
        case ast.Call(args=[], keywords=[ast.keyword(arg="caught_by", value=ast.Constant(value=str(test)))]):
            return test
    return ""
