"""One trial of an audit: an answer to one exercise, asked by its hidden tests or by its public one.

Everything runs through the engine that grades students. The code is the course's own, or made of it, and runs without
isolation.
"""

from __future__ import annotations

import atexit
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import torch
from nbformat import NotebookNode

from autograder.course import Course, Settings, find_course
from autograder.errors import CourseError, GraderError
from autograder.judging import Grader
from autograder.lessons import dumps, imported_modules, plan, read_built, substitute
from autograder.lessons.model import Kind
from autograder.lessons.release import kind_of
from autograder.records import CellResult, Outcome, Record, Status, TestResult
from autograder.sandbox.client import Process, Zygote
from autograder.session import Cell, Transcript, run_cells

PATIENCE = 10


@dataclass(frozen=True)
class Trial:
    """What is asked of a worker.

    Attributes:
        course: the course's folder.
        assignment: whose grader asks.
        exercise: about what.
        answer: what to call the answer; ``reference`` for the solution.
        source: the code that takes the solution's place; empty for the solution itself.
        salt: in place of the course's; empty where the public test asks.
        key: names the trial and all that its outcome depends on.
        epilogue: code to run after the public test.
    """

    course: Path
    assignment: str
    exercise: str
    answer: str
    source: str
    salt: str
    key: str
    epilogue: str = ""

    @property
    def is_public(self) -> bool:
        """Whether the public test asks."""
        return not self.salt

    @property
    def label(self) -> str:
        """The answer in a word."""
        return f"{self.exercise}: {self.answer}"


class Answered(Record):
    """What came of a trial.

    Attributes:
        key: of the trial.
        answer: whose it was, for whoever reads the file.
        salt: of the trial.
        tests: what the hidden tests said, in order, without pictures.
        cell: what the public test did; None where hidden tests asked.
        text: what the epilogue printed.
        cpu_seconds: of all processes together.
    """

    key: str
    answer: str
    salt: str
    tests: tuple[TestResult, ...] = ()
    cell: CellResult | None = None
    text: str = ""
    cpu_seconds: float = 0.0

    @property
    def is_accepted(self) -> bool:
        """Whether whoever asked is content."""
        if self.cell is not None:
            return self.cell.outcome is Outcome.PASSED
        return all(test.outcome is Outcome.PASSED for test in self.tests)

    @property
    def caught_by(self) -> tuple[str, ...]:
        """The hidden tests that are not content, without their parameters."""
        names = (test.test.partition("[")[0] for test in self.tests if test.outcome is not Outcome.PASSED)
        return tuple(dict.fromkeys(names))

    @property
    def share(self) -> float:
        """What part of the points it earned."""
        points = sum(test.points for test in self.tests)
        return sum(test.earned for test in self.tests) / points if points else 0.0


class Bench:
    """One assignment, opened to ask about answers to it in this process."""

    def __init__(self, course: Course, assignment: str) -> None:
        torch.set_num_threads(1)  # as grading does
        self.course, self.assignment = course, assignment
        self._folder = tempfile.TemporaryDirectory(prefix="audit-")
        self._path = Path(self._folder.name) / f"{assignment}.ipynb"
        self._solution: NotebookNode = read_built(course.notebook_path("solutions", assignment))
        self._source: NotebookNode = read_built(course.notebook_path("source", assignment))
        self._grader = Grader(course, assignment, isolated=False, keeps_cells=True)
        self._zygote: Zygote | None = None
        self._settings = _with_patience(course.settings)

    def run(self, trial: Trial) -> Answered:
        """Ask about an answer."""
        notebook = substitute(self._solution, trial.exercise, trial.source) if trial.source else self._solution
        before = _cpu_seconds()
        answered = (self._ask_public if trial.is_public else self._ask_hidden)(trial, notebook)
        return answered.model_copy(update={"cpu_seconds": round(max(0.0, _cpu_seconds() - before), 3)})

    def _ask_hidden(self, trial: Trial, notebook: NotebookNode) -> Answered:
        self._path.write_text(dumps(notebook), encoding="utf-8")
        self.course.settings = self._settings.model_copy(update={"salt": trial.salt, "asks_all_the_same": True})
        report = self._grader.grade(self._path, trial.answer, only=frozenset({trial.exercise})).report
        if report.status is not Status.GRADED:
            raise GraderError(f"{trial.label} of {trial.assignment} cannot be graded: {report.reason}")
        tests = (test for exercise in report.exercises for test in exercise.tests)
        slim = {"pictures": (), "traceback": "", "detail": ""}
        return Answered(
            key=trial.key,
            answer=trial.answer,
            salt=trial.salt,
            tests=tuple(test.model_copy(update=slim) for test in tests),
        )

    def _ask_public(self, trial: Trial, notebook: NotebookNode) -> Answered:
        cells = public_cells(notebook, self._source, trial.exercise)
        at = cells[-1].index
        if trial.epilogue:
            cells.append(Cell(at + 1, "", trial.epilogue))
        state, results = run_cells(cells, self._settings.limits, Transcript(), self._spawn)
        state.close()
        by_index = {result.index: result for result in results}
        slim = {"text": "", "traceback": ""}
        return Answered(
            key=trial.key,
            answer=trial.answer,
            salt=trial.salt,
            cell=by_index[at].model_copy(update=slim),
            text=by_index[at + 1].text if trial.epilogue else "",
        )

    def _spawn(self) -> Process:
        if self._zygote is None:
            self._zygote = Zygote(self._settings.limits, isolated=False, preload=imported_modules(self._source))
        return self._zygote.spawn()

    def close(self) -> None:
        """End the processes and remove what was written."""
        self._grader.close()
        if self._zygote is not None:
            self._zygote.close()
        self._folder.cleanup()


def public_cells(notebook: NotebookNode, source: NotebookNode, exercise: str) -> list[Cell]:
    """What a student has run when the public test of an exercise ends: given cells, answers, and that test, the last of them.

    Args:
        notebook: a solved notebook, with whichever answers.
        source: as built from the lesson.
        exercise: whose public test.

    Raises:
        CourseError: if there is no such test.
    """
    for i, cell in enumerate(notebook["cells"]):
        about = cell["metadata"].get("journey", {})
        if kind_of(cell) is Kind.PUBLIC_TEST and about.get("exercise") == exercise:
            planned = [
                Cell(each.index, each.exercise, each.source) for each in plan(notebook, source) if each.index < i
            ]
            return [*planned, Cell(i, "", cell["source"])]
    raise CourseError(f"{exercise} has no public test")


def _with_patience(settings: Settings) -> Settings:
    """Time for the cells on a busy machine: a lesson's own cells are not what is asked about. Tests have no more than ever."""
    limits = settings.limits
    more = {name: PATIENCE * getattr(limits, name) for name in ("cell_seconds", "cells_seconds")}
    return settings.model_copy(update={"limits": limits.model_copy(update=more)})


def _cpu_seconds() -> float:
    """Of this process and all that it started; those that ended are counted by whoever waited for them."""
    total = time.process_time()
    for child in psutil.Process().children(recursive=True):
        try:
            times = child.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system + times.children_user + times.children_system
    return total


_benches: dict[tuple[Path, str], Bench] = {}


def run_trial(trial: Trial) -> Answered:
    """Run a trial in this process, on a bench that stays open for the next one.

    Raises:
        AutograderError: if the course, its grader or this host is at fault.
    """
    key = (trial.course, trial.assignment)
    if key not in _benches:
        close_bench()
        _benches[key] = Bench(find_course(trial.course), trial.assignment)
    return _benches[key].run(trial)


def close_bench() -> None:
    """End what this process holds open."""
    while _benches:
        _benches.popitem()[1].close()


atexit.register(close_bench)
