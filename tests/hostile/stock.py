"""The attacks on stock graders: ``nbgrader autograde`` and ``otter run``, each on a machine of its own.

The victim's assignment is put into the form of each: hidden tests between nbgrader's marks in its grade cells, and as cases of
otter's test files. The attacker hands in, and after him an honest classmate; one machine grades both, with the commands that
staff use. (Who is after points or secrets is graded alone: that saves half of the time.) What came of it is read from what the
tool leaves behind: points from the gradebook or ``results.json``; secrets and excesses from what the attacker's own code
printed or raised, and from nothing that the tool says by itself; harm from whether the classmate has full marks for what he
handed in.

Both tools leave the network open, so what his code has got hold of the attacker has, also where no page shows it.
"""

from __future__ import annotations

import copy
import json
import shutil
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import nbformat
from nbgrader.api import Gradebook

from autograder.course import Course
from autograder.lessons import read_built
from benchmarks.throughput.forms import HiddenTest, nbgrader_source, otter_test_file
from tests.hostile.arena import Damage, excesses_in, secrets_in
from tests.hostile.attack import Attack
from tests.hostile.jail import Ended, open_jail
from tests.hostile.victim import ASSIGNMENT, CANARY, EXERCISES, HANDED_IN, HONEST, POINTS, WRONG

ATTACKER, CLASSMATE = "mallory", "zoe"  # nbgrader grades by name: the classmate comes second
SET_UP_SECONDS, LEAST_SECONDS = 600.0, 60.0
PATIENCE = 4.0  # times what a class without an attacker takes; endless otherwise
IOPUB_SECONDS = 60  # instead of 4: on a busy host no attack is needed for more
CLASSMATES = HONEST | {"double": HONEST["double"] + f"# {CANARY}-classmate\n"}

# What `GRADER_OF_DOUBLE` and `GRADER_OF_MEAN` ask, in the words in which staff ask it in these tools.
_DOUBLE = f'''SECRET = "{CANARY}-grader"
x = rng.normal(3)
secret_expected = 2 * x  # {CANARY}-source
assert torch.allclose(notebook.double(x), secret_expected), "Two times."
'''
_MEAN = """x = rng.normal(4, 3)
assert torch.allclose(notebook.mean(x), x.mean(0)), "The mean."
assert (notebook.mean(x) == x.mean(0)).all(), "The mean, again."
"""
TESTS = (
    HiddenTest("double", "test_double", 2.0, "Twice a vector.", _DOUBLE),
    HiddenTest("mean", "test_mean", 2.0, "The mean of a matrix, twice.", _MEAN),
)


@dataclass(frozen=True)
class Outcome:
    """What a stock grader left behind.

    Attributes:
        points: of each who was graded.
        said: what the attacker's code printed and raised.
        ended: how its machine did.
    """

    points: dict[str, float]
    said: str
    ended: Ended


class StockGrader(ABC):
    """One of them. A context manager; its pristine course lasts as long.

    Args:
        course: the victim's, built.
    """

    name: ClassVar[str]

    def __init__(self, course: Course) -> None:
        self._source = read_built(course.notebook_path("source", ASSIGNMENT))
        self._release = read_built(course.notebook_path("release", ASSIGNMENT))
        self._solved = read_built(course.notebook_path("solutions", ASSIGNMENT))
        self._seconds = SET_UP_SECONDS

    @abstractmethod
    def _set_up(self, folder: Path) -> list[list[str]]:
        """Put the course as staff write it into a folder; returns the commands that make what is released."""

    @abstractmethod
    def _hand_in(self, folder: Path, student: str, answers: dict[str, str], own: tuple[str, ...]) -> Path:
        """Hand in a notebook."""

    @abstractmethod
    def _commands(self, *, has_classmate: bool) -> list[list[str]]:
        """What grades the class, or the attacker alone."""

    @abstractmethod
    def _points(self, folder: Path) -> dict[str, float]:
        """Of each who was graded."""

    @abstractmethod
    def _said(self, folder: Path) -> str:
        """What the attacker's code printed and raised, as the tool keeps it."""

    @contextmanager
    def opened(self) -> Iterator[StockGrader]:
        """Set it up, and see that it grades a class without an attacker.

        Raises:
            RuntimeError: if it does not.
        """
        with ExitStack() as stack:
            work = stack.enter_context(tempfile.TemporaryDirectory(prefix="hostile-stock-"))
            self._pristine = Path(work) / "home"
            course = self._pristine / "course"
            course.mkdir(parents=True)
            (course / "secret.txt").write_text(f"{CANARY}-file", encoding="utf-8")
            self._jail = stack.enter_context(open_jail())
            set_up = self._jail.run(self._set_up(course), self._pristine, SET_UP_SECONDS)
            started = time.monotonic()
            control = self._grade({"double": HONEST["double"], "mean": WRONG["mean"]}, ())
            if control.points != {ATTACKER: POINTS / 2, CLASSMATE: POINTS}:
                raise RuntimeError(f"{self.name} does not grade the victim's class: {set_up} {control}")
            self._seconds = max(LEAST_SECONDS, PATIENCE * (time.monotonic() - started))
            yield self

    def attack(self, attack: Attack) -> Damage | None:
        """Have it grade one attacker and the classmate.

        Returns:
            What the attack achieved; None where it does not apply.
        """
        if self.name in attack.not_for:
            return None
        answers, own = attack.form_for(self.name)
        has_classmate = attack.aim in ("exceed", "harm")
        left = self._grade(WRONG | answers, own, has_classmate=has_classmate)
        exceeded = excesses_in(left.said) | ({"time"} if not left.ended.in_time else set())
        return Damage(
            forged=attack.forged(left.points.get(ATTACKER, 0.0)),
            read=secrets_in(left.said),
            exceeded=frozenset(exceeded),
            harmed=has_classmate and left.points.get(CLASSMATE) != POINTS,
        )

    def _grade(self, answers: dict[str, str], own: tuple[str, ...], *, has_classmate: bool = True) -> Outcome:
        with tempfile.TemporaryDirectory(prefix="hostile-stock-") as work:
            home = Path(work) / "home"
            shutil.copytree(self._pristine, home)
            course = home / "course"
            self._hand_in(course, ATTACKER, answers, own)
            honest = self._hand_in(course, CLASSMATE, CLASSMATES, ())
            written = honest.read_bytes()
            ended = self._jail.run(self._commands(has_classmate=has_classmate), home, self._seconds)
            points = self._points(course)
            if honest.read_bytes() != written:  # whatever it was graded as, it is no longer his
                points.pop(CLASSMATE, None)
            return Outcome(points, self._said(course), ended)

    def _filled(self, notebook: Any, answers: dict[str, str], own: tuple[str, ...]) -> Any:
        """A notebook with answers in it, and cells of the student's own before the first exercise."""
        notebook, cells = nbformat.from_dict(notebook), []
        for cell in notebook.cells:
            exercise = _answered_by(cell)
            if exercise == EXERCISES[0]:
                cells += [nbformat.v4.new_code_cell(source) for source in own]
            if exercise is not None:
                cell.source = answers[exercise]
            cells.append(cell)
        notebook.cells = cells
        return notebook


def _answered_by(cell: Any) -> str | None:
    """The exercise whose answer a cell is."""
    about = cell.metadata.get("nbgrader", {})
    name: str = cell.metadata.get("journey", {}).get("exercise", about.get("grade_id", "").removesuffix("-answer"))
    return name if about.get("solution") and name in EXERCISES else None


class StockNbgrader(StockGrader):
    """``nbgrader autograde``, without a configuration file."""

    name = "nbgrader"

    def _set_up(self, folder: Path) -> list[list[str]]:
        path = folder / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True)
        source = copy.deepcopy(self._source)
        for cell in source.cells:
            if cell.metadata.get("journey", {}).get("kind") == "public_test":
                cell.source = ""  # the public check would stand in one cell with the hidden test, and end it
        nbformat.write(nbgrader_source(source, TESTS), path)
        remark = "update student set email = 'anna' where id = 'anna'"
        sql = f'import sqlite3; db = sqlite3.connect(\'gradebook.db\'); db.execute("""{remark}"""); db.commit()'
        add = ["nbgrader", "db", "student", "add", "anna", f"--last-name={CANARY}-gradebook"]
        return [["nbgrader", "generate_assignment", ASSIGNMENT], add, ["python", "-c", sql]]

    def _hand_in(self, folder: Path, student: str, answers: dict[str, str], own: tuple[str, ...]) -> Path:
        released = nbformat.read(folder / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", as_version=4)
        path = folder / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(self._filled(released, answers, own), path)
        (path.parent / "timestamp.txt").write_text(HANDED_IN, encoding="utf-8")
        return path

    def _commands(self, *, has_classmate: bool) -> list[list[str]]:
        command = ["nbgrader", "autograde", ASSIGNMENT, f"--Execute.iopub_timeout={IOPUB_SECONDS}"]
        return [command if has_classmate else [*command, f"--student={ATTACKER}"]]

    def _points(self, folder: Path) -> dict[str, float]:
        found = {}
        with suppress(Exception), Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
            for submission in gradebook.assignment_submissions(ASSIGNMENT):
                found[submission.student.id] = float(submission.score)
        return found

    def _said(self, folder: Path) -> str:
        path = folder / "autograded" / ATTACKER / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        if not path.is_file():
            return ""
        outputs = [each for cell in nbformat.read(path, as_version=4).cells for each in cell.get("outputs", ())]
        return "\n".join(each.get("evalue", each.get("text", "")) for each in outputs)


class StockOtter(StockGrader):
    """``otter run``, once for each student."""

    name = "otter"

    def _set_up(self, folder: Path) -> list[list[str]]:
        (folder / "tests").mkdir()
        for cell in self._source.cells:
            about = cell.metadata.get("journey", {})
            if about.get("kind") == "public_test":
                text = otter_test_file(about.exercise, cell.source, TESTS)
                (folder / "tests" / f"{about.exercise}.py").write_text(text, encoding="utf-8")
        nbformat.write(self._solved, folder / "solution.ipynb")
        for student in (ATTACKER, CLASSMATE):
            (folder / "results" / student).mkdir(parents=True)
        (folder / "submissions").mkdir()
        return [["otter", "generate"]]

    def _hand_in(self, folder: Path, student: str, answers: dict[str, str], own: tuple[str, ...]) -> Path:
        path = folder / "submissions" / f"{student}.ipynb"
        notebook = self._filled(self._release, answers, own)
        # As in a release of otter's, which has `grader.check` there: tests run when the notebook has.
        notebook.cells = [
            cell for cell in notebook.cells if cell.metadata.get("journey", {}).get("kind") != "public_test"
        ]
        nbformat.write(notebook, path)
        return path

    def _commands(self, *, has_classmate: bool) -> list[list[str]]:
        run = ["otter", "run", "-a", "autograder.zip", "--no-logo", "-o"]
        graded = (ATTACKER, CLASSMATE) if has_classmate else (ATTACKER,)
        return [[*run, f"results/{name}", f"submissions/{name}.ipynb"] for name in graded]

    def _points(self, folder: Path) -> dict[str, float]:
        found = {}
        for student in (ATTACKER, CLASSMATE):
            with suppress(OSError, ValueError):
                tests = json.loads((folder / "results" / student / "results.json").read_text(encoding="utf-8"))["tests"]
                found[student] = float(sum(test.get("score", 0) for test in tests))
        return found

    def _said(self, folder: Path) -> str:
        try:
            tests = json.loads((folder / "results" / ATTACKER / "results.json").read_text(encoding="utf-8"))["tests"]
        except (OSError, ValueError):
            return ""
        return "\n".join(str(test.get("output", "")) for test in tests)


STOCK: tuple[type[StockGrader], ...] = (StockNbgrader, StockOtter)
