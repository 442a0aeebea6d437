"""A course of one tiny lesson with its own hidden graders, and submissions to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from autograder.course import Course, find_course
from autograder.lessons import dumps, read_built, substitute
from autograder.verbs.build import build_assignments

REPOSITORY = Path(__file__).parents[2]
ASSIGNMENT = "00_01_tiny"
HANDED_IN = "2026-01-12 12:00:00.000000 UTC\n"
COURSE = """title = "Tiny"
salt = "grains of salt"
[limits]
cell_seconds = 5.0
test_seconds = 5.0
"""
LESSON = '''# %% [markdown]
# # Tiny numbers

# %%
import torch

# %% [markdown] task="double"
# Twice a number.


# %% exercise="double" points=2 difficulty=1 minutes=2 needs=[]
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% public_test="double"
assert double(1) == 2, "twice one"

# %% [markdown] hint="double"
# Multiply.

# %% exercise="quarter" points=1.5 difficulty=1 minutes=2 needs=["double"]
def quarter(x):
    """A quarter of x; of nothing but a positive number."""
    ### BEGIN SOLUTION
    if x <= 0:
        raise ValueError("not positive")
    return x / double(2)
    ### END SOLUTION


# %% public_test="quarter"
assert quarter(8) == 2, "a quarter of eight"

# %% [markdown] hint="quarter"
# Divide.

# %% [markdown] written="why" points=3 minutes=2
# Why is a quarter less?
#
# ### BEGIN SOLUTION
# It is one of four.
# ### END SOLUTION
# ### BEGIN MARK SCHEME
# Three points for four.
# ### END MARK SCHEME
'''
GRADER_OF_DOUBLE = '''from autograder.testing import assert_close, points

@points("double", 1)
def test_values(notebook, rng):
    """Twice a vector."""
    x = rng.normal(3)
    assert_close(notebook.double(x), 2 * x, hint="Two times.")

@points("double", 1)
def test_zero(notebook):
    """Twice nothing is nothing."""
    assert_close(notebook.double(0.0), 0.0)
'''
GRADER_OF_QUARTER = '''from autograder.testing import assert_close, points, raises

@points("quarter", 1)
def test_values(notebook, rng):
    """A quarter of a positive number."""
    x = float(rng.uniform(1, 9))
    assert_close(notebook.quarter(x), x / 4)

@points("quarter", 0.5)
def test_refuses(notebook):
    """Zero has no quarter here."""
    with raises("ValueError"):
        notebook.quarter(0)
'''
RIGHT = {
    "double": "def double(x):\n    return x + x\n",
    "quarter": "def quarter(x):\n    if x <= 0:\n        raise ValueError\n    return 0.25 * x\n",
}


def make_course(root: Path) -> Course:
    """A built course in a folder of its own, with the repository's nbgrader configuration."""
    write(root / "course.toml", COURSE)
    write(root / "lessons" / "00_basics" / "01_tiny.py", LESSON)
    write(root / "graders" / "00_basics" / "01_tiny" / "test_double.py", GRADER_OF_DOUBLE)
    write(root / "graders" / "00_basics" / "01_tiny" / "test_quarter.py", GRADER_OF_QUARTER)
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    course = find_course(root)
    list(build_assignments(course))
    return course


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def grader_file(course: Course, name: str) -> Path:
    return course.grader_path(ASSIGNMENT) / f"{name}.py"


def answered(course: Course, **answers: str) -> str:
    """The text of a notebook with these answers in the released one."""
    notebook = read_built(course.notebook_path("release", ASSIGNMENT))
    for exercise, source in answers.items():
        notebook = substitute(notebook, exercise, source)
    return dumps(notebook)


def hand_in(course: Course, student: str, **answers: str) -> Path:
    """Put a submission where nbgrader collects it."""
    path = course.submission_path(student, ASSIGNMENT)
    write(path, answered(course, **answers))
    write(path.parent / "timestamp.txt", HANDED_IN)
    return path


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Change a file; the text must differ, or the test that does so tests nothing."""
    before = path.read_text()
    after = change(before)
    assert after != before
    path.write_text(after)
