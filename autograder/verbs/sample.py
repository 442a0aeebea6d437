"""A sample class: submissions of one assignment that are right, wrong and broken in the ways that classes are.

What they answer comes from the assignment's own alternatives and mutants.
"""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbformat import NotebookNode

from autograder.course import Course, find_course
from autograder.errors import CourseError
from autograder.lessons import dumps, exercises_of, read_built, substitute
from autograder.testing import Variant, load_variants

CLASS_LIST = "sample_class.json"
TIMESTAMP = "2026-01-12 12:00:00.000000 UTC\n"
GARBAGE = '{"cells": [{"cell_type": "code", "source": ["def project('


class Desk:
    """What a sample student writes with: the assignment's notebooks, and answers to its exercises."""

    def __init__(self, course: Course, assignment: str) -> None:
        self.release = read_built(course.notebook_path("release", assignment))
        self.solution = read_built(course.notebook_path("solutions", assignment))
        source = read_built(course.notebook_path("source", assignment))
        self.exercises = [exercise.name for exercise in exercises_of(source) if not exercise.manual]
        folder = course.grader_path(assignment)
        self.mutants = load_variants(folder / "mutants")
        self.alternatives = load_variants(folder / "alternatives")

    def solved(self) -> NotebookNode:
        """The reference solution in the students' notebook: their cells, the right answers."""
        notebook = copy.deepcopy(self.release)
        for cell in self.solution.cells:
            if _kind(cell) == "exercise":
                notebook = substitute(notebook, _exercise(cell), cell.source)
        return notebook

    def answer(self, notebook: NotebookNode, exercise: str, source: str) -> NotebookNode:
        """The notebook with another answer."""
        return substitute(notebook, exercise, source)

    def index(self, notebook: NotebookNode, kind: str, exercise: str) -> int:
        """Where an exercise's cell of this kind stands."""
        return next(i for i, c in enumerate(notebook.cells) if _kind(c) == kind and _exercise(c) == exercise)


def _kind(cell: NotebookNode) -> str:
    return str(cell.metadata.get("journey", {}).get("kind", ""))


def _exercise(cell: NotebookNode) -> str:
    return str(cell.metadata.get("journey", {}).get("exercise", ""))


@dataclass(frozen=True)
class Sample:
    """One sample student.

    Attributes:
        student: the name.
        about: what is wrong with the submission, in a sentence.
        make: writes it; None stands for an empty folder, a text for a file that is no notebook.
        loses: the exercises that cannot get full marks; None where the whole submission gets nothing.
    """

    student: str
    about: str
    make: Callable[[Desk], NotebookNode | str | None]
    loses: Callable[[Desk], Sequence[str] | None]


def _first_of(variants: Sequence[Variant], exercise: str) -> Variant:
    return next(variant for variant in variants if variant.exercise == exercise)


def _otherwise(desk: Desk) -> NotebookNode:
    notebook = desk.solved()
    for exercise in desk.exercises:
        notebook = desk.answer(notebook, exercise, _first_of(desk.alternatives, exercise).source)
    return notebook


def _mistaken(*numbers: int) -> Callable[[Desk], NotebookNode]:
    """Wrong answers to some exercises, counted from 0: each exercise's first mutant."""

    def make(desk: Desk) -> NotebookNode:
        notebook = desk.solved()
        for number in numbers:
            exercise = desk.exercises[number]
            notebook = desk.answer(notebook, exercise, _first_of(desk.mutants, exercise).source)
        return notebook

    return make


def _replaced(number: int, source: str) -> Callable[[Desk], NotebookNode]:
    """Other text in one exercise's cell; ``{name}`` in it stands for the exercise."""

    def make(desk: Desk) -> NotebookNode:
        exercise = desk.exercises[number]
        return desk.answer(desk.solved(), exercise, source.replace("{name}", exercise))

    return make


def _prefixed(number: int, prefix: str) -> Callable[[Desk], NotebookNode]:
    def make(desk: Desk) -> NotebookNode:
        exercise = desk.exercises[number]
        notebook = desk.solved()
        right = notebook.cells[desk.index(notebook, "exercise", exercise)].source
        return desk.answer(notebook, exercise, prefix + right)

    return make


def _half_done(desk: Desk) -> NotebookNode:
    notebook = desk.solved()
    for exercise in desk.exercises[len(desk.exercises) // 2 :]:
        stub = desk.release.cells[desk.index(desk.release, "exercise", exercise)].source
        notebook = desk.answer(notebook, exercise, stub)
    return notebook


def _without_answer(desk: Desk) -> NotebookNode:
    notebook = desk.solved()
    del notebook.cells[desk.index(notebook, "exercise", desk.exercises[1])]
    return notebook


def _mangled_grade_cells(desk: Desk) -> NotebookNode:
    notebook = desk.solved()
    del notebook.cells[desk.index(notebook, "public_test", desk.exercises[0])]
    where = desk.index(notebook, "public_test", desk.exercises[1])
    twin = copy.deepcopy(notebook.cells[where])
    twin.id = "pasted"  # JupyterLab gives a pasted cell an id of its own, and leaves its metadata as they were
    notebook.cells.insert(where + 1, twin)
    return notebook


def _edited_locked_cell(desk: Desk) -> NotebookNode:
    notebook = _mistaken(0)(desk)
    notebook.cells[desk.index(notebook, "public_test", desk.exercises[0])].source = "assert True"
    notebook.cells[desk.index(notebook, "public_test", desk.exercises[0])].metadata.nbgrader.points = 1000
    return notebook


def _own_cell(source: str) -> Callable[[Desk], NotebookNode]:
    def make(desk: Desk) -> NotebookNode:
        notebook = desk.solved()
        cell: dict[str, object] = {
            "cell_type": "code",
            "id": "own",
            "metadata": {},
            "source": source,
            "outputs": [],
            "execution_count": None,
        }
        notebook.cells.insert(3, NotebookNode(cell))
        return notebook

    return make


def _nothing(desk: Desk) -> Sequence[str]:
    return ()


def _these(*numbers: int) -> Callable[[Desk], Sequence[str]]:
    return lambda desk: [desk.exercises[number] for number in numbers]


def _everything(desk: Desk) -> Sequence[str]:
    return desk.exercises


SAMPLES = (
    Sample("ada", "All right: the reference solution.", Desk.solved, _nothing),
    Sample("bea", "All right, solved another way throughout.", _otherwise, _nothing),
    Sample("carl", "Two classic misconceptions.", _mistaken(0, 3), _these(0, 3)),
    Sample("dora", "Three others.", _mistaken(1, 2, 5), _these(1, 2, 5)),
    Sample(
        "emil", "Did the first half, and left the rest.", _half_done, lambda d: d.exercises[len(d.exercises) // 2 :]
    ),
    Sample("finn", "Handed in the notebook as it was released.", lambda d: copy.deepcopy(d.release), _everything),
    Sample("gita", "A syntax error in one cell.", _replaced(1, "def {name}(*args:\n    return 0\n"), _these(1)),
    Sample("hugo", "An exception while one cell runs.", _replaced(2, "result = 1 / 0\n"), _these(2)),
    Sample(
        "ines",
        "An endless loop inside one answer.",
        _replaced(0, "def {name}(*args):\n    while True:\n        pass\n"),
        _these(0),
    ),
    Sample("jonas", "An endless loop while one cell runs.", _replaced(4, "while True:\n    pass\n"), _these(4)),
    Sample("kira", "No notebook in the folder.", lambda d: None, lambda d: None),
    Sample("lars", "Deleted an answer cell.", _without_answer, _these(1)),
    Sample("mona", "Deleted one grade cell and duplicated another; all answers right.", _mangled_grade_cells, _nothing),
    Sample(
        "nils",
        "Edited a locked cell: its test, and its points; and that answer is wrong.",
        _edited_locked_cell,
        _these(0),
    ),
    Sample(
        "olga",
        "All right, with warnings and prints to stderr.",
        _prefixed(0, "import sys, warnings\nwarnings.warn('careful')\nprint('hello', file=sys.stderr)\n"),
        _nothing,
    ),
    Sample(
        "pia", "Calls sys.exit in a cell of her own; all answers right.", _own_cell("import sys\nsys.exit(0)"), _nothing
    ),
    Sample(
        "quin",
        "A crash in one answer: os._exit.",
        _replaced(3, "def {name}(*args):\n    import os\n    os._exit(0)\n"),
        _these(3),
    ),
    Sample(
        "rosa",
        "A segmentation fault while a cell of her own runs.",
        _own_cell("import ctypes\nctypes.string_at(0)"),
        _nothing,
    ),
    Sample("sven", "A cell of his own prints 100 MB.", _own_cell("print('x' * 100_000_000)"), _nothing),
    Sample(
        "tara",
        "Asks for input in one answer.",
        _replaced(1, "def {name}(*args):\n    return input('number: ')\n"),
        _these(1),
    ),
    Sample("uwe", "Handed in a file that is no notebook.", lambda d: GARBAGE, lambda d: None),
    Sample(
        "vera",
        "Imports a package that is not there, in one answer.",
        _prefixed(2, "import does_not_exist\n"),
        _these(2),
    ),
)


def make_sample_course(course: Course, folder: Path, assignment: str) -> list[Path]:
    """Make a course folder with one assignment and a sample class that has handed it in.

    Args:
        course: where the assignment comes from.
        folder: made if it is not there; what an earlier sample left in it is replaced.
        assignment: a built assignment.

    Returns:
        The folders of the submissions.

    Raises:
        CourseError: if the folder holds something else than a sample, or cannot be made, or the assignment is not built.
    """
    if not course.notebook_path("source", assignment).is_file():
        course.lesson_path(assignment)
        raise CourseError(f"{assignment} has not been built: run `autograder build {assignment}`")
    desk = Desk(course, assignment)
    try:
        return _make(course, folder, assignment, desk)
    except OSError as error:
        raise CourseError(f"the sample cannot be made: {error.filename}: {error.strerror}") from error


def _make(course: Course, folder: Path, assignment: str, desk: Desk) -> list[Path]:
    if folder.exists() and not (folder / CLASS_LIST).is_file() and any(folder.iterdir()):
        raise CourseError(f"{folder} is not empty, and no sample: choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / "submitted", ignore_errors=True)
    for name in ("course.toml", "nbgrader_config.py"):
        shutil.copyfile(course.root / name, folder / name)
    for kind in ("source", "release", "solutions"):
        shutil.copytree(course.root / kind / assignment, folder / kind / assignment, dirs_exist_ok=True)
    about = {sample.student: sample.about for sample in SAMPLES}
    (folder / CLASS_LIST).write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")
    sample_course = find_course(folder)
    return [_hand_in(sample_course, assignment, sample, desk) for sample in SAMPLES]


def _hand_in(course: Course, assignment: str, sample: Sample, desk: Desk) -> Path:
    path = course.submission_path(sample.student, assignment)
    path.parent.mkdir(parents=True, exist_ok=True)
    made = sample.make(desk)
    if made is not None:
        path.write_text(made if isinstance(made, str) else dumps(made), encoding="utf-8")
    (path.parent / "timestamp.txt").write_text(TIMESTAMP, encoding="utf-8")
    return path.parent
