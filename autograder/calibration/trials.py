"""One trial: the grader's own tests of one exercise, asked of one answer under one salt, with every threshold only recording.

The salt decides split, seed and probes, so trials under other salts are independent. The code is the course's own and runs
without isolation.
"""

from __future__ import annotations

import atexit
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import torch
from nbformat import NotebookNode

from autograder.course import Course, find_course
from autograder.errors import GraderError
from autograder.judging import Grader
from autograder.lessons import dumps, read_built, substitute
from autograder.records import Outcome, Record, Status, TestResult
from autograder.testing import Thresholds


class Kind(StrEnum):
    """What an answer is."""

    REFERENCE = "reference"
    ALTERNATIVE = "alternative"
    MUTANT = "mutant"


@dataclass(frozen=True)
class Trial:
    """What is asked of a worker.

    Attributes:
        course: the course's folder.
        assignment: whose grader asks.
        exercise: about what.
        kind: of answer.
        variant: its name; empty for the reference.
        source: the code that takes the solution's place; empty for the reference.
        caught_by: the test that must catch it; empty for what is right.
        salt: in place of the course's.
        key: names the trial and all that its outcome depends on.
    """

    course: Path
    assignment: str
    exercise: str
    kind: Kind
    variant: str
    source: str
    caught_by: str
    salt: str
    key: str

    @property
    def label(self) -> str:
        """The answer in a word."""
        return self.variant or str(self.kind)


class Measured(Record):
    """What came of a trial.

    Attributes:
        key: of the trial.
        variant: whose trial it was, for whoever reads the file.
        salt: of the trial.
        tests: the tests of the exercise, in order, without pictures.
    """

    key: str
    variant: str
    salt: str
    tests: tuple[TestResult, ...]

    def test(self, name: str) -> tuple[TestResult, ...]:
        """The results of one test function, one for each of its parameters."""
        return tuple(test for test in self.tests if test.test.partition("[")[0] == name)

    @property
    def is_hurried(self) -> bool:
        """Whether some test ran out of time, which may be the machine's doing."""
        return any(test.outcome is Outcome.TIMEOUT for test in self.tests)


class Bench:
    """One assignment, opened to grade answers to it in this process."""

    def __init__(self, course: Course, assignment: str) -> None:
        torch.set_num_threads(1)  # as grading does; calibration is as wide as there are workers
        self.course = course
        self._folder = tempfile.TemporaryDirectory(prefix="calibrate-")
        self._path = Path(self._folder.name) / f"{assignment}.ipynb"
        self._solution: NotebookNode = read_built(course.notebook_path("solutions", assignment))
        self._grader = Grader(course, assignment, isolated=False)
        self._grader.thresholds = Thresholds({}, recording=True)
        self._settings = course.settings

    def run(self, trial: Trial) -> Measured:
        """Ask all tests of the exercise."""
        notebook = substitute(self._solution, trial.exercise, trial.source) if trial.source else self._solution
        self._path.write_text(dumps(notebook), encoding="utf-8")
        self.course.settings = self._settings.model_copy(update={"salt": trial.salt, "asks_all_the_same": True})
        report = self._grader.grade(self._path, trial.label, only=frozenset({trial.exercise})).report
        if report.status is not Status.GRADED:
            raise GraderError(f"{trial.label} of {trial.assignment} cannot be graded: {report.reason}")
        tests = (test for exercise in report.exercises for test in exercise.tests)
        slim = {"pictures": (), "traceback": ""}
        tests = (test.model_copy(update=slim) for test in tests)
        return Measured(key=trial.key, variant=trial.label, salt=trial.salt, tests=tuple(tests))

    def close(self) -> None:
        """End the processes and remove what was written."""
        self._grader.close()
        self._folder.cleanup()


_benches: dict[tuple[Path, str], Bench] = {}


def run_trial(trial: Trial) -> Measured:
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
