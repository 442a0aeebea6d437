"""otter's test files say what the notebook's own check cells say."""

import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from autograder.errors import LessonError
from autograder.lessons import (
    build_otter_tests,
    build_solution,
    dumps,
    parse_lesson,
    substitute,
    write_assignment,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of a library that otter imports
    from otter.test_files.exception_test import ExceptionTestFile

ANSWERS = {
    "right": "def total(numbers):\n    return sum(numbers)",
    "wrong": "def total(numbers):\n    return len(numbers)",
    "raises": "def total(numbers):\n    raise ValueError(numbers)",
    "undefined": "total_of = sum",
    "no Python": "def total(numbers) return",
    "misleading": "def total(numbers):\n    return 6 if numbers is NUMBERS else 7",
}


def run(notebook) -> tuple[dict, dict[str, str]]:
    """Run all cells but demos as a notebook would, on from one that raises; what each check cell raised."""
    namespace, verdicts = {}, {}
    for cell in notebook.cells:
        if cell.cell_type != "code" or "demo" in cell.metadata.get("tags", []):
            continue
        raised = ""
        try:
            exec(cell.source, namespace)
        except Exception as error:
            raised = f"{type(error).__name__}: {error}".strip("'")
        if cell.metadata.journey["kind"] == "public_test":
            verdicts[cell.metadata.journey["exercise"]] = raised
    return namespace, verdicts


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_same_verdict_as_the_check_cell(lesson, answer):
    namespace, verdicts = run(substitute(build_solution(lesson), "total", answer))
    for exercise, raised in verdicts.items():
        names = {key: value for key, value in namespace.items() if key not in ("text", "result", "__builtins__")}
        file = ExceptionTestFile.from_string(build_otter_tests(lesson)[f"{exercise}.py"])
        file.run(names)
        (result,) = file.test_case_results
        assert result.passed == (not raised), result.message
        if raised:
            assert result.message.endswith(raised)
            assert "assert" in result.message or "result = total" in result.message


def test_the_file_is_the_cell(lesson):
    files = build_otter_tests(lesson)
    assert files.keys() == {"total.py", "mean.py"}
    assert 'name = "mean"\npoints = 1.5\n' in files["mean.py"]
    assert files["total.py"].endswith(
        "def public_check(env):\n"
        "    global result, text\n"
        "    globals().update(env)\n"
        '    text = """of a list,\n'
        '   with blanks"""\n'
        "    result = total(NUMBERS)\n"
        '    assert result == 6, f"the sum {text}"\n'
        "    result = result + 1\n"
        "    assert [result + n for n in NUMBERS] == [10, 8, 9]\n"
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [("env = 1", "keeps the name `env`"), ("from math import *", "import *"), ("x: int = 3", "annotated name")],
)
def test_what_otter_cannot_run_is_refused(lesson_path, line, problem):
    lesson_path.write_text(lesson_path.read_text().replace('assert mean(NUMBERS) == 2, "the mean"', line))
    with pytest.raises(LessonError) as caught:
        build_otter_tests(parse_lesson(lesson_path))
    assert problem in caught.value.problem


def otter_check(course, notebook) -> str:
    folder = course.root / "check"
    shutil.copytree(course.root / "release" / "00_01_small", folder, dirs_exist_ok=True)
    (folder / "00_01_small.ipynb").write_text(dumps(notebook))
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "otter", "check", "00_01_small.ipynb"]
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout


def test_otter_check_agrees(course, lesson):
    """The command itself, on a whole notebook: the demo, which would fail, is not run."""
    write_assignment(course, lesson)
    wrong = substitute(build_solution(lesson), "mean", "def mean(numbers):\n    return 5")
    demo = next(cell for cell in wrong.cells if cell["id"] == "demo-1")
    demo["source"] = "import os; os._exit(3)"
    said = otter_check(course, wrong)
    assert "total results: All test cases passed!" in said
    assert "the mean" in said
