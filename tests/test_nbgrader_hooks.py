"""nbgrader's own autograde under the repository's nbgrader_config.py; only the grading itself is a stand-in."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from autograder import nbgrader_hooks
from autograder.course import Course, find_course
from autograder.errors import GraderError, SubmissionError
from autograder.gradebook import GradebookWriter, read_scores
from autograder.lessons import read_built, read_submission, repair
from autograder.records import Report, Status
from tests.gradebook.nbgrader_api import open_api
from tests.gradebook.sample import ASSIGNMENT, answered_notebook, hand_in, make_course, make_report, source_notebook
from tests.gradebook.test_writer import dump

# nbgrader's add_submission under a recent SQLAlchemy; the row is added all the same
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")


@dataclass(frozen=True)
class Graded:
    report: Report
    notebook: NotebookNode | None
    feedback: str | None


@dataclass
class StandIn:
    """Grades by looking: an answer with a `return` is right."""

    fails: Exception | None = None
    saved: list[Report] = field(default_factory=list)

    def grade_submission(self, course: Course, assignment: str, student: str) -> Graded:
        if self.fails is not None:
            raise self.fails
        try:
            submitted = read_submission(course.submission_path(student, assignment), course.settings.limits)
        except SubmissionError as error:
            report = make_report(student, Status.UNREADABLE).model_copy(update={"reason": str(error)})
            return Graded(report, None, None)
        notebook = repair(submitted, read_built(course.notebook_path("source", assignment))).notebook
        text = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source for cell in notebook.cells}
        earned = {name: most if "return" in text[f"{name}-answer"] else 0 for name, most in (("add", 4), ("scale", 6))}
        for cell in notebook.cells:
            if cell["id"] in earned:
                cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=f"table of {cell['id']}\n")]
        return Graded(make_report(student, **earned), notebook, f"<p>{student}</p>")

    def save_report(self, course: Course, report: Report) -> None:
        self.saved.append(report)


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path / "course")


@pytest.fixture
def grading(monkeypatch: pytest.MonkeyPatch, course: Course) -> StandIn:
    stand_in = StandIn()
    monkeypatch.setattr(nbgrader_hooks, "grading", lambda: stand_in)
    return stand_in


def autograde(course: Course, student: str) -> dict[str, Any]:
    """What formgrader's Autograde button does."""
    result: dict[str, Any] = open_api(course).autograde(ASSIGNMENT, student)
    return result


def test_autograde_makes_the_rows_of_the_bulk_command(course: Course, grading: StandIn, tmp_path: Path) -> None:
    bulk = make_course(tmp_path / "bulk")
    notebook = answered_notebook(add="def add(a, b):\n    return a + b", why="They are the same sum.")
    for each in (course, bulk):
        hand_in(each, "ada", notebook)
    result = autograde(course, "ada")
    assert result["success"], result
    graded = grading.grade_submission(bulk, ASSIGNMENT, "ada")
    with GradebookWriter(bulk) as writer:
        writer.prepare(ASSIGNMENT, source_notebook())
        writer.write(graded.report, graded.notebook, graded.feedback)
    assert read_scores(course, ASSIGNMENT) == read_scores(bulk, ASSIGNMENT)
    assert read_scores(course, ASSIGNMENT)["ada"]["add"].auto == 4.0
    assert rows(course) == rows(bulk)
    assert files(course) == files(bulk)
    assert [report.student for report in grading.saved] == ["ada"]


def rows(course: Course) -> list[str]:
    """The database with every random id replaced by the order in which it appears."""
    names: dict[str, str] = {}
    lines = []
    for line in dump(course):
        for word in line.replace("(", " ").replace(")", " ").replace(",", " ").split():
            if len(word) == 34 and word.startswith("'") and all(c in "0123456789abcdef" for c in word[1:-1]):
                names.setdefault(word, f"id{len(names)}")
        for word, name in names.items():
            line = line.replace(word, name)
        lines.append(line)
    return sorted(lines)


def files(course: Course) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for step in ("autograded", "feedback"):
        for path in (course.root / step).rglob("*"):
            if path.is_file():
                text = path.read_text()
                found[str(path.relative_to(course.root))] = json.loads(text) if path.suffix == ".ipynb" else text
    return found


def test_the_folder_is_graded_in_its_own_course(course: Course) -> None:
    """The configuration moves with the folder: nothing in it names the repository."""
    api = open_api(course)
    assert api.coursedir.root == str(course.root)
    assert find_course(Path(api.coursedir.root)).root == course.root


def test_a_fault_of_ours_is_no_grade(course: Course, grading: StandIn) -> None:
    hand_in(course, "ada", answered_notebook(add="def add(a, b):\n    return a + b"))
    assert autograde(course, "ada")["success"]
    before = read_scores(course, ASSIGNMENT)
    grading.fails = GraderError("the reference solution does not pass")
    result = autograde(course, "ada")
    assert not result["success"]
    assert "the reference solution does not pass" in result["log"]
    assert read_scores(course, ASSIGNMENT) == before


def test_an_ungraded_report_is_no_grade(course: Course, grading: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    hand_in(course, "ada", answered_notebook())
    ungraded = Graded(make_report("ada", Status.UNGRADED).model_copy(update={"reason": "no bubblewrap"}), None, None)
    monkeypatch.setattr(grading, "grade_submission", lambda *_: ungraded)
    result = autograde(course, "ada")
    assert not result["success"]
    assert "ada was not graded: no bubblewrap" in result["log"]
    assert grading.saved == []


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"nbformat": 4}', "\x00\x01", '{"cells": 7, "nbformat": 4}'])
def test_what_nbgrader_cannot_read_scores_zero_and_says_why(course: Course, grading: StandIn, text: str) -> None:
    hand_in(course, "ada", text)
    hand_in(course, "bob", answered_notebook(add="def add(a, b):\n    return a + b"))
    for student in ("ada", "bob"):
        result = autograde(course, student)
        assert result["success"], result
    scores = read_scores(course, ASSIGNMENT)
    assert {name: score.total for name, score in scores["ada"].items()} == {"add": 0, "scale": 0, "why": 0}
    assert scores["bob"]["add"].total == 4.0
    page = read_built(course.root / "autograded" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    assert "could not be read" in page.cells[0].source
    assert open_api(course).generate_feedback(ASSIGNMENT, "ada")["success"]


def test_what_a_student_forged_is_mended(course: Course, grading: StandIn) -> None:
    notebook = answered_notebook(add="def add(a, b):\n    return a + b")
    notebook.cells = [cell for cell in notebook.cells if cell["id"] != "scale-answer"]
    (test,) = (cell for cell in notebook.cells if cell["id"] == "scale")
    test.source, test.metadata["nbgrader"]["points"] = "pass", 600
    notebook.cells.append(nbformat.from_dict({**notebook.cells[-2], "id": "copy"}))
    hand_in(course, "ada", notebook)
    result = autograde(course, "ada")
    assert result["success"], result
    scores = read_scores(course, ASSIGNMENT)["ada"]
    assert (scores["scale"].total, scores["scale"].max) == (0.0, 6.0)


def test_the_first_pass_stores_a_repaired_notebook(course: Course) -> None:
    notebook = answered_notebook(add="def add(a, b):\n    return a + b")
    notebook.cells = [cell for cell in notebook.cells if cell["id"] != "scale"]
    folder = hand_in(course, "ada", notebook)
    about = {"nbgrader": {"assignment": ASSIGNMENT, "student": "ada"}, "metadata": {"path": str(folder)}}
    repaired, _ = nbgrader_hooks.RepairNotebook().preprocess(notebook, about)
    assert "assert scale(1, 2)" in [cell.source for cell in repaired.cells]


def test_feedback_of_nbgrader_shows_our_notebook_and_the_manual_grade(course: Course, grading: StandIn) -> None:
    hand_in(course, "ada", answered_notebook(add="def add(a, b):\n    return a + b", why="<b>Because</b>"))
    assert autograde(course, "ada")["success"]
    api = open_api(course)
    with api.gradebook as gradebook:
        gradebook.find_grade("why", ASSIGNMENT, ASSIGNMENT, "ada").manual_score = 2.0
        gradebook.find_comment("why", ASSIGNMENT, ASSIGNMENT, "ada").manual_comment = "almost a proof"
        gradebook.db.commit()
    result = api.generate_feedback(ASSIGNMENT, "ada")
    assert result["success"], result
    page = (course.root / "feedback" / "ada" / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()
    assert "almost a proof" in page
    assert "table of add" in page
    assert "Score: 6.0 / 13.0" in " ".join(page.split())


def test_a_submission_that_was_not_graded_leaves_no_folder(course: Course, grading: StandIn) -> None:
    hand_in(course, "ada", answered_notebook())
    grading.fails = GraderError("no")
    autograde(course, "ada")
    assert open_api(course).get_autograded_students(ASSIGNMENT) == set()


def test_the_bulk_command_at_work_is_named(course: Course, grading: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    hand_in(course, "ada", answered_notebook())
    with GradebookWriter(course) as writer, caplog.at_level(logging.ERROR):
        writer.prepare(ASSIGNMENT, source_notebook())
        result = autograde(course, "ada")
    assert not result["success"]
    assert "another grader is at work" in result["log"]


def test_late_penalties_come_with_the_report(course: Course, grading: StandIn) -> None:
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write('\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    hand_in(course, "ada", answered_notebook(add="def add(a, b):\n    return a + b"))
    api = open_api(course)
    with GradebookWriter(course) as writer:
        writer.prepare(ASSIGNMENT, source_notebook())
    with api.gradebook as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2025-02-28 10:00:00 UTC")
    assert autograde(course, "ada")["success"]
    with api.gradebook as gradebook:
        assert gradebook.find_submission(ASSIGNMENT, "ada").late_submission_penalty == 4.0
