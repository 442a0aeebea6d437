"""The course that is attacked: two exercises, hidden tests, a class, and secrets wherever a grader keeps some.

Every secret is a *canary*: a string that can be recognised in whatever a student gets to read. There is one in the hidden
tests, in the salt, in the gradebook, in a classmate's submission, in the solution, in the environment, and in a file of the
grader's home. An attack that reads has succeeded when any of them comes out.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode

from autograder.course import Course, find_course
from autograder.lessons import dumps, read_built
from autograder.verbs.build import build_assignments
from tests.hostile.canary import CANARY

REPOSITORY = Path(__file__).parents[2]
ASSIGNMENT = "00_01_victim"
HANDED_IN = "2026-01-12 12:00:00.000000 UTC\n"
EXERCISES = ("double", "mean")
HONEST = {
    "double": "def double(x):\n    return 2 * x\n",
    "mean": "def mean(x):\n    return x.mean(0)\n",
}
WRONG = {
    "double": "def double(x):\n    return 3 * x\n",
    "mean": "def mean(x):\n    return x.sum(0)\n",
}
POINTS = 4.0

SETTINGS = f"""title = "Victim"
salt = "{CANARY}-salt"
[limits]
notebook_bytes = 2_000_000
cell_seconds = 20.0
cells_seconds = 40.0
test_seconds = 7.0
memory_bytes = 402_653_184
file_bytes = 4_194_304
tmp_bytes = 16_777_216
"""
LESSON = f'''# %% [markdown]
# # Two numbers

# %%
import torch

# %% [markdown] task="double"
# Twice a tensor.


# %% exercise="double" points=2 difficulty=1 minutes=2 needs=[]
def double(x):
    """Twice x."""
    ### BEGIN SOLUTION
    return 2 * x  # {CANARY}-solution
    ### END SOLUTION


# %% public_test="double"
assert double(torch.tensor(1.0)) == 2, "twice one"

# %% [markdown] hint="double"
# Multiply.

# %% [markdown] task="mean"
# The mean over the first axis.


# %% exercise="mean" points=2 difficulty=1 minutes=2 needs=[]
def mean(x):
    """The mean of x over its first axis."""
    ### BEGIN SOLUTION
    return x.mean(0)
    ### END SOLUTION


# %% public_test="mean"
assert mean(torch.ones(3, 2)).shape == (2,), "one value per column"

# %% [markdown] hint="mean"
# Sum, and divide.
'''
GRADER_OF_DOUBLE = f'''from autograder.testing import assert_close, points

SECRET = "{CANARY}-grader"


@points("double", 1)
def test_values(notebook, rng):
    """Twice a vector."""
    x = rng.normal(3)
    secret_expected = 2 * x  # {CANARY}-source
    assert_close(notebook.double(x), secret_expected, hint="Two times.")


@points("double", 1)
def test_matrix(notebook, rng):
    """Twice a matrix."""
    x = rng.normal(4, 2)
    assert_close(notebook.double(x), 2 * x)
'''
GRADER_OF_MEAN = '''from autograder.testing import assert_close, points


@points("mean", 1)
def test_values(notebook, rng):
    """The mean of a matrix."""
    x = rng.normal(5, 3)
    assert_close(notebook.mean(x), x.mean(0))


@points("mean", 1)
def test_twice(notebook, rng):
    """Asked twice, it answers each time."""
    for _ in range(2):
        x = rng.normal(6, 2)
        assert_close(notebook.mean(x), x.mean(0))
'''


def make_course(root: Path) -> Course:
    """The victim's course in a folder of its own: built, with a class, a gradebook, and secrets everywhere."""
    write(root / "course.toml", SETTINGS)
    write(root / "lessons" / "00_basics" / "01_victim.py", LESSON)
    graders = root / "graders" / "00_basics" / "01_victim"
    write(graders / "test_double.py", GRADER_OF_DOUBLE)
    write(graders / "test_mean.py", GRADER_OF_MEAN)
    write(root / "secret.txt", f"{CANARY}-file")
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    course = find_course(root)
    list(build_assignments(course))
    return course


def hand_in(course: Course, student: str, text: str) -> Path:
    """Put a notebook where nbgrader collects it."""
    path = course.submission_path(student, ASSIGNMENT)
    write(path, text)
    write(path.parent / "timestamp.txt", HANDED_IN)
    return path


def answered(course: Course, answers: Mapping[str, str], extra: tuple[str, ...] = ()) -> str:
    """The released notebook with answers in it.

    Args:
        course: the victim's.
        answers: the source of the answer cell, by exercise.
        extra: code cells of the student's own, put before the first exercise.
    """
    notebook = read_built(course.notebook_path("release", ASSIGNMENT))
    cells: list[NotebookNode] = []
    for cell in notebook.cells:
        about = cell.metadata.get("journey", {})
        if about.get("exercise") == EXERCISES[0] and about.get("kind") == "task":
            cells += [_own_cell(i, source) for i, source in enumerate(extra)]
        if about.get("exercise") in answers and about.get("kind") == "exercise":
            cell.source = answers[about["exercise"]]
        cells.append(cell)
    if len(cells) != len(notebook.cells) + len(extra):
        raise ValueError("the released notebook has no place for the student's own cells")
    notebook.cells = cells
    return dumps(notebook)


def _own_cell(number: int, source: str) -> NotebookNode:
    cell = {"cell_type": "code", "id": f"own-{number}", "metadata": {}, "source": source}
    return NotebookNode({**cell, "outputs": [], "execution_count": None})


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_gradebook(path: Path) -> None:
    """A gradebook with a secret in it, where none is written by the grader at hand."""
    with sqlite3.connect(path) as database:
        database.execute("create table comment (text)")
        database.execute("insert into comment values (?)", (f"{CANARY}-gradebook",))
