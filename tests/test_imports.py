"""Imports point down only, and what is foreign is imported only where it is owned."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
PACKAGE = REPOSITORY / "autograder"

# From the bottom up. Units on one level do not import each other; the files of one unit may.
LEVELS = (
    ("errors", "startup", ""),  # "" is the package itself, which holds its version
    ("records", "course", "submitted"),
    ("sandbox/inside",),
    ("sandbox",),
    ("metrics",),
    ("testing",),
    ("session",),
    ("lessons",),
    ("judging",),
    ("workers",),
    ("gradebook", "feedback", "export", "calibration", "audit"),
    ("verbs",),
    ("cli", "nbgrader_hooks"),
)
LEVEL_OF = {unit: number for number, units in enumerate(LEVELS) for unit in units}
PART_OF = {"tables": "cli", "__init__": ""}  # what the shell shows belongs to the shell
ONLY = {"graders": {"graders", "testing", "metrics"}, "sandbox/inside": {"sandbox/inside"}}
OWNERS = {
    "nbgrader": {"gradebook", "nbgrader_hooks"},
    "dask": {"workers"},
    "distributed": {"workers"},
}


def unit_of(path: str) -> str:
    """The unit that a file or a module path inside the package belongs to."""
    parts = path.removesuffix(".py").split("/")
    if parts[:2] == ["sandbox", "inside"]:
        return "sandbox/inside"
    return PART_OF.get(parts[0], parts[0])


def imported_names(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every module that a file imports anywhere, with the line; what is imported from a package counts as its module."""
    here = ["autograder", *path.removesuffix(".py").split("/")]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [*here[: len(here) - node.level], *([node.module] if node.module else [])] if node.level else []
            name = ".".join(base) if node.level else node.module or ""
            yield from ((node.lineno, f"{name}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("import_module", "__import__"):
            constants = [a.value for a in node.args[:1] if isinstance(a, ast.Constant)]
            yield from ((node.lineno, str(value)) for value in constants)


def find_faults(path: str, source: str) -> list[str]:
    """What a file of the package imports and must not; ``path`` is inside the package."""
    unit = unit_of(path)
    faults = []
    for line, name in imported_names(path, ast.parse(source)):
        package, _, rest = name.partition(".")
        if package != "autograder":
            if unit not in OWNERS.get(package, {unit}):
                faults.append(f"{path}:{line}: {package} belongs to {sorted(OWNERS[package])}")
            continue
        other = unit_of(rest.replace(".", "/")) if rest else ""
        other = other if other in LEVEL_OF or other == "graders" else ""  # a name of the package itself
        is_allowed = other in ONLY[unit] if unit in ONLY else other == unit or LEVEL_OF[other] < LEVEL_OF[unit]
        if not is_allowed:
            faults.append(f"{path}:{line}: {unit} must not import {other or 'autograder'}")
    return faults


def python_files() -> list[str]:
    return sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", python_files())
def test_a_file_imports_only_what_lies_below_it(path: str) -> None:
    assert unit_of(path) in LEVEL_OF | {"graders": 0}, f"{path} has no place in the layers"
    assert find_faults(path, (PACKAGE / path).read_text()) == []


def test_the_students_package_knows_nothing_of_the_engine() -> None:
    for path in (REPOSITORY / "journey").rglob("*.py"):
        names = [name for _, name in imported_names("", ast.parse(path.read_text()))]
        assert not [name for name in names if name.split(".")[0] == "autograder"], path


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("verbs/grade.py", "from autograder.cli import app"),
        ("gradebook/read.py", "from autograder.feedback import annotate"),
        ("export/files.py", "def f():\n    import autograder.gradebook.writer"),
        ("judging/run.py", "import dask"),
        ("workers/executors.py", "from nbgrader.api import Gradebook"),
        ("verbs/grade.py", "from distributed import Client"),
        ("sandbox/client.py", "from ..session import State"),
        ("sandbox/inside/serve.py", "from autograder.errors import HostError"),
        ("sandbox/inside/serve.py", "from ... import errors"),
        ("graders/00_a/01_b/test_c.py", "from autograder.session import Handle"),
        ("graders/00_a/01_b/test_c.py", "import autograder"),
        ("records.py", "from autograder.course import Course"),
        ("lessons/read.py", "from importlib import import_module\nimport_module('autograder.verbs.grade')"),
        ("nbgrader_hooks.py", "from autograder.tables import ClassTable"),
        ("testing/marks.py", "if True:\n    from autograder import judging"),
    ],
)  # fmt: skip
def test_an_arrow_that_points_up_is_found(path: str, source: str) -> None:
    assert len(find_faults(path, source)) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("cli.py", "from autograder.tables import ClassTable\nimport autograder.verbs.grade"),
        ("judging/grader.py", "import autograder\nfrom autograder.lessons import plan"),
        ("sandbox/inside/serve.py", "from . import wire\nfrom .shell import Shell\nimport torch"),
        ("sandbox/client.py", "from autograder.sandbox.inside import wire\nfrom . import launch"),
        ("gradebook/writer.py", "from nbgrader.api import Gradebook"),
        ("graders/00_a/01_b/test_c.py", "from autograder.testing import points\nimport torch"),
    ],
)  # fmt: skip
def test_an_arrow_that_points_down_is_let_be(path: str, source: str) -> None:
    assert find_faults(path, source) == []
