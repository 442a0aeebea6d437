"""A course of one tiny assignment, made by hand: its source notebook, submissions and reports."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions, ComputeChecksums, LockCells
from nbgrader.utils import compute_checksum

from autograder.course import Course, find_course
from autograder.records import ExerciseResult, Outcome, Report, Status, TestResult

REPOSITORY = Path(__file__).parents[2]
ASSIGNMENT = "00_01_sums"
HANDED_IN = "2025-03-01 10:00:00.250000 UTC"
MAX = {"add": 4.0, "scale": 6.0, "why": 3.0}
ADD = "def add(a, b):\n    ### BEGIN SOLUTION\n    return a + b\n    ### END SOLUTION"
SCALE = "def scale(a, k):\n    ### BEGIN SOLUTION\n    return a * k\n    ### END SOLUTION"
WHY = "Why does addition commute?\n\n### BEGIN SOLUTION\nBecause.\n### END SOLUTION"


def make_course(root: Path) -> Course:
    """A course folder with the repository's own nbgrader_config.py."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "course.toml").write_text('title = "Sums"\nsalt = "a-salt-for-tests"\n')
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    course = find_course(root)
    save_source(course, source_notebook())
    images = root / "source" / ASSIGNMENT / "images"
    images.mkdir()
    (images / "sum.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return course


def save_source(course: Course, notebook: NotebookNode) -> None:
    path = course.notebook_path("source", ASSIGNMENT)
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)


def source_notebook(points: dict[str, float] | None = None) -> NotebookNode:
    """Two exercises that are graded by tests, and one by hand; ``points`` says which, and what they are worth."""
    worth = MAX if points is None else points
    intro = nbformat.v4.new_markdown_cell("# Sums\n\n![a sum](images/sum.svg)", id="intro")
    intro.metadata["journey"] = {"kind": "text"}
    cells = [intro, _cell("given-1", "given", "import math", locked=True)]
    for name, code in (("add", ADD), ("scale", SCALE)):
        if name in worth:
            cells.append(_cell(f"{name}-answer", "exercise", code, solution=True))
            cells.append(
                _cell(name, "public_test", f"assert {name}(1, 2)", grade=True, locked=True, points=worth[name])
            )
    if "why" in worth:
        cells.append(_cell("why", "written", WHY, grade=True, solution=True, points=worth["why"]))
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


def release_notebook(source: NotebookNode | None = None) -> NotebookNode:
    notebook = source or source_notebook()
    for preprocessor in (LockCells, ClearSolutions, ComputeChecksums):
        notebook, _ = preprocessor().preprocess(notebook, {})
    return notebook


def answered_notebook(**answers: str) -> NotebookNode:
    """The release with some answer cells filled in, by exercise."""
    notebook = release_notebook()
    for cell in notebook.cells:
        grading = cell.metadata.get("nbgrader", {})
        name = grading.get("grade_id", "").removesuffix("-answer")
        if grading.get("solution") and name in answers:
            cell.source = answers[name]
            assert compute_checksum(cell) != grading["checksum"]
    return notebook


def hand_in(course: Course, student: str, notebook: NotebookNode | str | None, at: str | None = HANDED_IN) -> Path:
    """Put a submission where nbgrader collects it."""
    path = course.submission_path(student, ASSIGNMENT)
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(notebook, str):
        path.write_text(notebook)
    elif notebook is not None:
        nbformat.write(notebook, path)
    if at is not None:
        (path.parent / "timestamp.txt").write_text(at)
    return path.parent


def make_report(student: str, status: Status = Status.GRADED, **earned: float | None) -> Report:
    """A report: points by exercise; None for one that was not attempted. ``why`` is graded by hand."""
    given = {"add": 4.0, "scale": 6.0, "why": 1.0, **earned}
    results = tuple(_result(name, given[name]) for name in MAX)
    reason = "" if status is Status.GRADED else "it is <b>no</b> notebook"
    exercises = results if status is Status.GRADED else ()
    return Report(assignment=ASSIGNMENT, student=student, status=status, reason=reason, exercises=exercises)


def _result(name: str, earned: float | None) -> ExerciseResult:
    points, attempted, manual = MAX[name], earned is not None, name == "why"
    tests: tuple[TestResult, ...] = ()
    if not manual:
        outcome = Outcome.PASSED if earned == points else Outcome.FAILED if attempted else Outcome.NOT_ATTEMPTED
        tests = (TestResult(test="test_it", exercise=name, points=points, earned=earned or 0.0, outcome=outcome),)
    given = 0.0 if manual else earned or 0.0
    return ExerciseResult(exercise=name, points=points, earned=given, manual=manual, attempted=attempted, tests=tests)


def _cell(name: str, kind: str, source: str, **grading: Any) -> NotebookNode:
    new = nbformat.v4.new_markdown_cell if kind == "written" else nbformat.v4.new_code_cell
    flags = {"grade": False, "solution": False, "locked": False, "task": False, **grading}
    exercise = {} if kind == "given" else {"exercise": name.removesuffix("-answer")}
    metadata = {"nbgrader": {"grade_id": name, "schema_version": 3, **flags}, "journey": {"kind": kind, **exercise}}
    cell: NotebookNode = new(source, id=name, metadata=metadata)
    return cell
