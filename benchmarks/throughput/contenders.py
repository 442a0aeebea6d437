"""The graders that are compared, one class each: how staff set a course up, how a class is graded, where the scores are.

Setting up is not timed. What is timed is one command that grades the class, on a course that has graded nothing yet, from
the start of its process to its end.
"""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import nbformat
from nbgrader.api import Gradebook

from autograder.course import Course, find_course
from autograder.lessons import dumps, exercises_of, parse_lesson, read_built, substitute, write_assignment
from autograder.testing import load_variants
from benchmarks.figures import ROOT
from benchmarks.throughput.forms import nbgrader_source, otter_test_file, read_tests
from benchmarks.throughput.submissions import Submission, make_class
from benchmarks.throughput.timing import run

ASSIGNMENT = "00_01_throughput"
TIMESTAMP = "2026-01-12 12:00:00.000000 UTC\n"
BINARIES = Path(sys.executable).parent

Scores = dict[str, dict[str, float]]  # student -> exercise -> points


class Stage:
    """The benchmark's working folder: our own course, built once, and the class.

    Args:
        work: an empty folder.
        size: of the largest class.
    """

    def __init__(self, work: Path, size: int) -> None:
        self.work, self.home = work, work / "home"
        self.home.mkdir()
        shutil.copytree(Path(__file__).with_name("course"), work / "course")
        shutil.copyfile(ROOT / "nbgrader_config.py", work / "course" / "nbgrader_config.py")
        self.course: Course = find_course(work / "course")
        self.lesson = parse_lesson(self.course.lesson_path(ASSIGNMENT))
        write_assignment(self.course, self.lesson)
        folder = self.course.grader_path(ASSIGNMENT)
        self.tests = read_tests(folder)
        self.source = read_built(self.course.notebook_path("source", ASSIGNMENT))
        self.release = read_built(self.course.notebook_path("release", ASSIGNMENT))
        self.points = {exercise.name: exercise.points for exercise in exercises_of(self.source)}
        self.submissions = make_class(
            size, self._solutions(), load_variants(folder / "alternatives"), load_variants(folder / "mutants")
        )

    def _solutions(self) -> dict[str, str]:
        solved = read_built(self.course.notebook_path("solutions", ASSIGNMENT))
        cells = [cell for cell in solved.cells if cell.metadata.get("journey", {}).get("kind") == "exercise"]
        return {cell.metadata.journey.exercise: cell.source for cell in cells}

    def notebook(self, submission: Submission) -> str:
        """A submission's notebook, as its file's text."""
        notebook = self.release
        for exercise, answer in submission.answers.items():
            notebook = substitute(notebook, exercise, answer)
        return dumps(notebook)


class Contender(ABC):
    """One grader.

    Args:
        stage: the working folder.
        workers: how many submissions it may grade at once, where it can.
    """

    name: ClassVar[str]

    def __init__(self, stage: Stage, workers: int) -> None:
        self.stage, self.workers = stage, workers
        self.pristine = stage.work / f"{self.name}.pristine"
        self._runs = 0

    @abstractmethod
    def set_up(self) -> None:
        """Make ``pristine``: the course as staff have it before a class hands in."""

    @abstractmethod
    def hand_in(self, folder: Path, submission: Submission) -> None:
        """Put a submission where the grader looks for it."""

    @abstractmethod
    def command(self, folder: Path, workers: int) -> list[str]:
        """What grades the class."""

    @abstractmethod
    def scores(self, folder: Path) -> Scores:
        """What each submission got for each exercise."""

    def fresh(self, size: int) -> Path:
        """A course that has graded nothing, with a class of this size that has handed in."""
        self._runs += 1
        folder = self.stage.work / f"{self.name}.{self._runs}"
        shutil.copytree(self.pristine, folder)
        for submission in self.stage.submissions[:size]:
            self.hand_in(folder, submission)
        return folder


class Autograder(Contender):
    """``autograder grade``: start-up, the reference solution, gradebook, ``autograded/`` and ``feedback/`` included."""

    name = "autograder"

    def set_up(self) -> None:
        shutil.copytree(self.stage.course.root, self.pristine)

    def hand_in(self, folder: Path, submission: Submission) -> None:
        path = folder / "submitted" / submission.student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_text(self.stage.notebook(submission), encoding="utf-8")
        (path.parent / "timestamp.txt").write_text(TIMESTAMP, encoding="utf-8")

    def command(self, folder: Path, workers: int) -> list[str]:
        return [str(BINARIES / "autograder"), "grade", ASSIGNMENT, "--workers", str(workers)]

    def scores(self, folder: Path) -> Scores:
        return gradebook_scores(folder / "gradebook.db")


class Nbgrader(Contender):
    """Stock nbgrader: no configuration file, hidden tests in its grade cells, one ``nbgrader autograde`` for the class.

    Its feedback is another command (``generate_feedback``) and not part of the time; ours is.
    """

    name = "nbgrader"

    def set_up(self) -> None:
        path = self.pristine / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(nbgrader_source(self.stage.source, self.stage.tests), path)
        run([str(BINARIES / "nbgrader"), "generate_assignment", ASSIGNMENT], self.pristine, self.stage.home)
        self._release = self.pristine / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"

    def hand_in(self, folder: Path, submission: Submission) -> None:
        notebook = nbformat.read(self._release, as_version=4)
        for cell in notebook.cells:
            exercise = cell.metadata.get("nbgrader", {}).get("grade_id", "").removesuffix("-answer")
            cell.source = submission.answers.get(exercise, cell.source)
        path = folder / "submitted" / submission.student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
        (path.parent / "timestamp.txt").write_text(TIMESTAMP, encoding="utf-8")

    def command(self, folder: Path, workers: int) -> list[str]:
        return [str(BINARIES / "nbgrader"), "autograde", ASSIGNMENT]

    def scores(self, folder: Path) -> Scores:
        return gradebook_scores(folder / "gradebook.db")


class OtterRun(Contender):
    """``otter run`` for each submission, as many at once as we have workers.

    The notebooks are the ones that we get. They hold no ``grader.check`` cells, which otter would also run.
    """

    name = "otter_run"

    def set_up(self) -> None:
        tests = self.pristine / "tests"
        tests.mkdir(parents=True)
        for cell in self.stage.source.cells:
            about = cell.metadata.get("journey", {})
            if about.get("kind") == "public_test":
                text = otter_test_file(about.exercise, cell.source, self.stage.tests)
                (tests / f"{about.exercise}.py").write_text(text, encoding="utf-8")
        run([str(BINARIES / "otter"), "generate"], self.pristine, self.stage.home)
        (self.pristine / "submissions").mkdir()
        (self.pristine / "results").mkdir()

    def hand_in(self, folder: Path, submission: Submission) -> None:
        text = self.stage.notebook(submission)
        (folder / "submissions" / f"{submission.student}.ipynb").write_text(text, encoding="utf-8")
        (folder / "results" / submission.student).mkdir()

    def command(self, folder: Path, workers: int) -> list[str]:
        otter = shlex.quote(str(BINARIES / "otter"))
        one = f"{otter} run -a autograder.zip -o results/@ --no-logo submissions/@.ipynb"
        return ["bash", "-c", f"ls results | xargs -P {workers} -I @ {one}"]

    def scores(self, folder: Path) -> Scores:
        found: Scores = {}
        for path in sorted(folder.glob("results/*/results.json")):
            tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
            found[path.parent.name] = {test["name"]: float(test["score"]) for test in tests if "score" in test}
        return found


class OtterProcess(OtterRun):
    """otter's Python interface, called for one submission after the other, in as many processes as we have workers.

    Not a way that otter describes, but the fastest that it has without containers: it saves most of what starting costs.
    """

    name = "otter_process"

    def command(self, folder: Path, workers: int) -> list[str]:
        each = -(-len(list(folder.glob("submissions/*.ipynb"))) // workers)
        loop = shlex.join([sys.executable, str(Path(__file__).with_name("otter_loop.py")), "autograder.zip", "results"])
        return ["bash", "-c", f"ls submissions/*.ipynb | xargs -P {workers} -n {each} {loop}"]


CONTENDERS: tuple[type[Contender], ...] = (Autograder, Nbgrader, OtterRun, OtterProcess)


def gradebook_scores(path: Path) -> Scores:
    """The scores in nbgrader's gradebook; grade cells ``ridge-1`` and ``ridge-2`` belong to the exercise ``ridge``."""
    found: Scores = {}
    with Gradebook(f"sqlite:///{path}") as gradebook:
        for submission in gradebook.assignment_submissions(ASSIGNMENT):
            scores = found.setdefault(submission.student.id, {})
            for grade in submission.notebooks[0].grades:
                exercise = grade.name.partition("-")[0]
                scores[exercise] = scores.get(exercise, 0.0) + grade.score
    return found


def differences(expected: Scores, found: Scores) -> list[str]:
    """Where two graders disagree, a line for each."""
    return [
        f"{student}: {_one(expected, student)}, not {_one(found, student)}"
        for student in sorted({*expected, *found})
        if _differs(expected, found, student)
    ]


def _one(scores: Scores, student: str) -> str:
    return json.dumps(scores.get(student), sort_keys=True)


def _differs(expected: Scores, found: Scores, student: str) -> bool:
    ours, theirs = expected.get(student), found.get(student)
    if ours is None or theirs is None or set(ours) != set(theirs):
        return True
    return any(abs(ours[exercise] - theirs[exercise]) > 1e-9 for exercise in ours)


def check_expected(stage: Stage, scores: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Where our scores are not what the answers are worth: a line for each."""
    worth = {test.name: (test.exercise, test.points) for test in stage.tests}
    wrong = []
    for submission in stage.submissions:
        got = scores.get(submission.student)
        if got is None:
            continue
        most = {name: points if name in submission.full else 0.0 for name, points in stage.points.items()}
        for name in submission.lost:
            exercise, points = worth[name]
            most[exercise] = stage.points[exercise] - points
        for exercise, points in most.items():
            is_right = got[exercise] == points if exercise in submission.full else got[exercise] <= points
            if not is_right:
                wrong.append(f"{submission.student} ({submission.kind}): {got[exercise]:g} for {exercise}")
    return wrong
