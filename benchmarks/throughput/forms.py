"""One definition of the hidden tests, in three forms.

The definition is our own grader, ``course/graders/…/test_*.py``. The other two are made from it mechanically:
the same statements, points and hints, as hidden-test cells for nbgrader and as test files for otter. All that changes is
how a test reaches the student's names: ``notebook.ridge(…)`` from outside, plain ``ridge(…)`` inside the kernel.
"""

from __future__ import annotations

import ast
import copy
import re
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

ORIGIN = "# Made by benchmarks/throughput/forms.py from the hidden graders of benchmarks/throughput/course.\n"

# What `autograder.testing` gives to our form, for the other two: short, as course staff write it.
HARNESS = '''\
import zlib
from itertools import pairwise

import numpy as np
import torch


class Rng:
    """Random inputs, the same in every run and different for each test."""

    def __init__(self, name):
        self.numpy = np.random.default_rng(zlib.crc32(name.encode()))

    def normal(self, *shape):
        return torch.from_numpy(self.numpy.standard_normal(shape))


def assert_close(actual, expected, rtol=1e-6, atol=1e-8, hint="wrong values"):
    actual = torch.as_tensor(actual).detach().to(torch.float64)
    expected = torch.as_tensor(expected).detach().to(torch.float64)
    assert actual.shape == expected.shape, hint
    assert float((actual - expected).abs().max()) <= atol + rtol * float(expected.abs().max()), hint


def require(condition, message):
    assert condition, message
'''


@dataclass(frozen=True)
class HiddenTest:
    """One hidden test of the definition.

    Attributes:
        exercise: whose points it carries.
        name: of its function.
        points: how many.
        asked: its docstring.
        body: its statements, with ``notebook.`` before the student's names.
    """

    exercise: str
    name: str
    points: float
    asked: str
    body: str

    @property
    def plain_body(self) -> str:
        """Its statements where the student's names are at hand."""
        return re.sub(r"\bnotebook\.", "", self.body)


def read_tests(folder: Path) -> tuple[HiddenTest, ...]:
    """Read the hidden tests of a grader.

    Raises:
        ValueError: if a module holds anything but imports and tests: there is no form for that.
    """
    return tuple(test for path in sorted(folder.glob("test_*.py")) for test in _read_module(path))


def _read_module(path: Path) -> list[HiddenTest]:
    text = path.read_text(encoding="utf-8")
    tests = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef):
            tests.append(_read_test(path, text, node))
        elif not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr):
            raise ValueError(f"{path}:{node.lineno}: only imports and tests have a form for each grader")
    return tests


def _read_test(path: Path, text: str, node: ast.FunctionDef) -> HiddenTest:
    mark = node.decorator_list[0] if node.decorator_list else None
    if not isinstance(mark, ast.Call) or ast.unparse(mark.func) != "points" or mark.keywords:
        raise ValueError(f"{path}:{node.lineno}: {node.name} is not marked @points(exercise, points)")
    exercise, points = (ast.literal_eval(argument) for argument in mark.args)
    lines = text.splitlines()[node.body[0].end_lineno : node.end_lineno]
    return HiddenTest(exercise, node.name, points, ast.get_docstring(node) or "", textwrap.dedent("\n".join(lines)))


# --- nbgrader


def nbgrader_source(source: Any, tests: tuple[HiddenTest, ...]) -> Any:
    """Our source notebook as course staff write it for stock nbgrader.

    Every exercise has one grade cell for each hidden test, for a stock grade cell is worth all of its points or none. The
    first also holds the public check.

    Args:
        source: our built source notebook.
        tests: the definition.
    """
    notebook = copy.deepcopy(source)
    notebook.metadata.pop("journey", None)
    notebook.cells = [made for cell in notebook.cells for made in _nbgrader_cells(cell, tests)]
    first_code = next(i for i, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    notebook.cells.insert(first_code + 1, _code_cell("harness", HARNESS, grade=False, points=0))
    return notebook


def _nbgrader_cells(cell: Any, tests: tuple[HiddenTest, ...]) -> list[Any]:
    journey = cell.metadata.pop("journey", {})
    if journey.get("kind") != "public_test":
        return [cell]
    own = [test for test in tests if test.exercise == journey["exercise"]]
    return [
        _code_cell(
            f"{test.exercise}-{number}",
            (cell.source + "\n" if number == 1 else "") + nbgrader_hidden_text(test),
            grade=True,
            points=test.points,
        )
        for number, test in enumerate(own, 1)
    ]


def nbgrader_hidden_text(test: HiddenTest) -> str:
    """A test between nbgrader's marks, in a function: what it names does not get in the way of the notebook's names."""
    body = textwrap.indent(f'"""{test.asked}"""\n{test.plain_body}', "    ")
    call = f'{test.name}(Rng("{test.name}"))'
    return f"### BEGIN HIDDEN TESTS\ndef {test.name}(rng):\n{body}\n\n\n{call}\n### END HIDDEN TESTS\n"


def _code_cell(grade_id: str, source: str, *, grade: bool, points: float) -> Any:
    about = {
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": False,
        "task": False,
        "locked": True,
    }
    if grade:
        about["points"] = points
    cell = nbformat.v4.new_code_cell(source, metadata={"nbgrader": about})
    cell["id"] = grade_id
    return cell


# --- otter


def otter_test_file(exercise: str, public_check: str, tests: tuple[HiddenTest, ...]) -> str:
    """An exercise's test file for otter: its public check, worth nothing, and its hidden tests.

    Args:
        exercise: the exercise.
        public_check: the source of its public-test cell.
        tests: the definition.
    """
    own = [test for test in tests if test.exercise == exercise]
    cases = [_otter_case("public_check", 0, "env", f"globals().update(env)\n{public_check}", hidden=False)]
    cases += [otter_case_text(test) for test in own]
    head = f'{ORIGIN}from otter.test_files import test_case\n\n{HARNESS}\nOK_FORMAT = False\n\nname = "{exercise}"\n'
    return head + "".join(cases)


def otter_case_text(test: HiddenTest) -> str:
    """A test as a case of otter's exception-based format: otter gives it the student's names that it lists."""
    names = ", ".join(sorted(set(re.findall(r"\bnotebook\.(\w+)", test.body))))
    body = f'"""{test.asked}"""\nrng = Rng("{test.name}")\n{test.plain_body}'
    return _otter_case(test.name, test.points, names, body, hidden=True)


def _otter_case(name: str, points: float, parameters: str, body: str, *, hidden: bool) -> str:
    text = textwrap.indent(body, "    ")
    return f"\n\n@test_case(points={points}, hidden={hidden})\ndef {name}({parameters}):\n{text}\n"
