"""From a notebook's file to its report."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from autograder.course import Course
from autograder.errors import CourseError, GraderError, HostError
from autograder.judging import Grader
from autograder.judging.grader import _Questions
from autograder.records import Outcome, Status
from autograder.session import State
from autograder.verbs.tasks import fingerprint_grader, fingerprint_submission
from tests.verbs.tiny import ASSIGNMENT, RIGHT, answered, edit, grader_file, hand_in, make_course
from tests.verbs.zygotes import SharedZygote


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return make_course(tmp_path)


@pytest.fixture
def grader(course: Course, shared_zygote: SharedZygote) -> Grader:
    return Grader(course, ASSIGNMENT, isolated=False)


def test_the_solution_has_full_marks(course: Course, grader: Grader) -> None:
    report = grader.grade(course.notebook_path("solutions", ASSIGNMENT), "ada", fingerprint="abc").report
    assert (report.status, report.earned, report.points, report.has_full_marks) == (Status.GRADED, 3.5, 3.5, True)
    assert [(e.exercise, e.earned, e.manual) for e in report.exercises] == [
        ("double", 2, False), ("quarter", 1.5, False), ("why", 0, True),
    ]  # fmt: skip
    assert (report.student, report.assignment, report.fingerprint) == ("ada", ASSIGNMENT, "abc")
    assert report.provenance["isolation"] == "none"
    assert set(report.timings) == {"read", "cells", "tests", "saved", "asked", "again", "given"}


def test_the_untouched_release_has_nothing(course: Course, grader: Grader) -> None:
    report = grader.grade(course.notebook_path("release", ASSIGNMENT), "ada").report
    assert report.earned == 0
    assert not report.has_full_marks
    assert {t.outcome for e in report.exercises for t in e.tests} == {Outcome.NOT_ATTEMPTED}
    assert not any(exercise.attempted for exercise in report.exercises)


def test_each_exercise_has_its_own_points(course: Course, grader: Grader) -> None:
    path = hand_in(course, "ada", double="def double(x):\n    return 2 * x + 1\n")
    double, quarter, _ = grader.grade(path, "ada").report.exercises
    assert (double.outcome, quarter.outcome, quarter.attempted) == (Outcome.FAILED, Outcome.NOT_ATTEMPTED, False)
    path = hand_in(course, "ada", **RIGHT | {"quarter": "def quarter(x):\n    return x / 4\n"})
    _, quarter, _ = grader.grade(path, "ada").report.exercises
    assert (quarter.earned, quarter.outcome) == (1.0, Outcome.PARTIAL)


def test_one_that_keeps_cells_runs_those_of_a_notebook_once(course: Course, shared_zygote: SharedZygote) -> None:
    right, wrong = RIGHT, RIGHT | {"quarter": "def quarter(x):\n    return x\n"}
    with Grader(course, ASSIGNMENT, isolated=False, keeps_cells=True) as grader:
        asked = [
            grader.grade(hand_in(course, "ada", **answers), "ada").report for answers in (right, right, wrong, right)
        ]
    assert [report.provenance["processes"] for report in asked] == ["1", "0", "1", "1"]
    assert [report.earned for report in asked] == [3.5, 3.5, asked[2].earned, 3.5]
    assert asked[2].earned < 3.5


def test_a_kept_notebook_that_does_not_do_the_same_twice_is_begun_anew(
    course: Course, shared_zygote: SharedZygote, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, faults = Grader._judge, [False, True, False]

    def judge_once_in_vain(grader: Grader, state: State, *asked: object) -> object:
        if faults.pop(0):
            raise state._transcript.diverge()
        return judge(grader, state, *asked)  # type: ignore[arg-type]

    monkeypatch.setattr(Grader, "_judge", judge_once_in_vain)
    path = hand_in(course, "ada", **RIGHT)
    with Grader(course, ASSIGNMENT, isolated=False, keeps_cells=True) as grader:
        first, second = (grader.grade(path, "ada").report for _ in range(2))
    assert (first.earned, second.earned) == (3.5, 3.5)
    assert "judged once more" in second.provenance["transcript"]
    assert second.provenance["processes"] == "1"


@pytest.fixture
def salts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What hidden inputs are drawn from, for each time that a notebook is asked."""
    judge, found = Grader._judge, []

    def listen(grader: Grader, state: State, cells: object, questions: _Questions, announce: object) -> object:
        found.append(questions.salt)
        return judge(grader, state, cells, questions, announce)  # type: ignore[arg-type]

    monkeypatch.setattr(Grader, "_judge", listen)
    return found


WRONG = RIGHT | {
    "double": "def double(x):\n    return 3 * x\n",
    "quarter": "def quarter(x):\n    return x / double(2)\n",
}


def test_each_submission_is_asked_something_else_and_the_same_every_time(
    course: Course, grader: Grader, salts: list[str]
) -> None:
    told = RIGHT | {"quarter": RIGHT["quarter"] + "# I am told more\n"}
    for student, answers in {"ada": RIGHT, "bob": RIGHT, "eve": told}.items():
        grader.grade(hand_in(course, student, **answers), student, anew=True)
    ada, bob, eve = salts
    assert ada == bob != eve
    assert course.settings.salt not in salts


def test_what_is_followed_through_is_asked_the_same(course: Course, grader: Grader, salts: list[str]) -> None:
    report = grader.grade(hand_in(course, "ada", **WRONG), "ada").report
    assert any(test.given for exercise in report.exercises for test in exercise.tests)
    assert len(salts) == 2
    assert len(set(salts)) == 1


def test_a_course_may_ask_all_the_same(course: Course, grader: Grader, salts: list[str]) -> None:
    course.settings = course.settings.model_copy(update={"asks_all_the_same": True})
    for student, answers in {"ada": RIGHT, "eve": WRONG}.items():
        grader.grade(hand_in(course, student, **answers), student)
    assert set(salts) == {course.settings.salt}


def test_only_some_exercises(course: Course, grader: Grader) -> None:
    path = hand_in(course, "ada", **RIGHT)
    report = grader.grade(path, "ada", only=frozenset({"quarter"})).report
    assert [(e.exercise, e.earned) for e in report.exercises] == [("quarter", 1.5)]
    assert report.has_full_marks
    report = grader.grade(path, "ada", only=frozenset({"why"})).report
    assert [(e.exercise, e.manual, e.tests) for e in report.exercises] == [("why", True, ())]


@pytest.mark.parametrize("damage", ["none", "text", "link", "folder", "pipe"])
def test_what_cannot_be_read_is_worth_nothing_and_says_why(course: Course, grader: Grader, damage: str) -> None:
    path = hand_in(course, "ada")
    path.unlink()
    if damage == "text":
        path.write_text("no notebook")
    elif damage == "link":
        path.symlink_to("/etc/passwd")
    elif damage == "folder":
        path.mkdir()
    elif damage == "pipe":
        os.mkfifo(path)
    judged = grader.grade(path, "ada")
    assert judged.report.status is (Status.MISSING if damage == "none" else Status.UNREADABLE)
    assert judged.report.reason
    assert judged.notebook is None
    assert (judged.report.earned, judged.report.points, judged.report.has_full_marks) == (0, 3.5, False)


def test_points_that_do_not_add_up_are_the_graders_fault(course: Course, grader: Grader) -> None:
    edit(grader_file(course, "test_double"), lambda text: text.replace('"double", 1', '"double", 1.25', 1))
    with pytest.raises(GraderError, match=r"carry 2.25 points, and the lesson gives it 2"):
        grader.grade(hand_in(course, "ada", **RIGHT), "ada")


def test_an_exercise_without_tests_is_the_graders_fault(course: Course, grader: Grader) -> None:
    grader_file(course, "test_double").unlink()
    with pytest.raises(GraderError, match="double carry 0 points"):
        grader.grade(hand_in(course, "ada", **RIGHT), "ada")


def test_an_unknown_exercise_is_the_graders_fault(course: Course, grader: Grader) -> None:
    edit(grader_file(course, "test_double"), lambda text: text.replace('"double", 1', '"treble", 1'))
    with pytest.raises(GraderError, match=r"unknown exercises: \['treble'\]"):
        grader.grade(hand_in(course, "ada", **RIGHT), "ada")


def test_tenths_add_up_to_full_marks(course: Course, grader: Grader) -> None:
    mark = '@points("double", 0.2)\n@pytest.mark.parametrize("n", range(10))\ndef test_n(notebook, n):\n    pass\n'
    grader_file(course, "test_double").write_text("import pytest\nfrom autograder.testing import points\n" + mark)
    assert sum([0.2] * 10) != 2, "or this shows nothing"
    report = grader.grade(hand_in(course, "ada", **RIGHT), "ada").report
    assert (report.exercises[0].earned, report.has_full_marks) == (2, True)


def test_a_fault_of_ours_is_raised(course: Course, grader: Grader, shared_zygote: SharedZygote) -> None:
    shared_zygote.failures.append(HostError("no more processes"))
    with pytest.raises(HostError):
        grader.grade(hand_in(course, "ada", **RIGHT), "ada")


def test_cells_and_repairs_are_told(course: Course, grader: Grader) -> None:
    path = hand_in(course, "ada", double="print('hello')\n1 / 0")
    edit(path, lambda text: text.replace("assert double(1) == 2", "assert True"))
    judged = grader.grade(path, "ada")
    cell = next(cell for cell in judged.report.cells if cell.exercise == "double")
    assert (cell.outcome, cell.text, cell.message) == (Outcome.ERROR, "hello\n", "ZeroDivisionError: division by zero")
    assert len(judged.report.repairs) == 1
    assert "assert double(1) == 2" in str(judged.notebook.cells)


def test_an_assignment_without_a_grader_or_not_built(course: Course, shared_zygote: SharedZygote) -> None:
    with pytest.raises(CourseError, match="has no grader"):
        Grader(course, "00_02_other", isolated=False)


# --- fingerprints


def test_a_grade_depends_on_these(course: Course) -> None:
    path = hand_in(course, "ada", **RIGHT)

    def fingerprints() -> tuple[str, str]:
        now = Course(course.root, course.settings)
        grader = fingerprint_grader(now, ASSIGNMENT)
        return grader, fingerprint_submission(path.parent, path.name, grader)

    seen = [fingerprints()]
    assert fingerprints() == seen[0]
    for file in (grader_file(course, "test_double"), course.notebook_path("source", ASSIGNMENT)):
        edit(file, lambda text: text + "\n")
        seen.append(fingerprints())
    (grader_file(course, "test_double").parent / "thresholds.toml").write_text("loss = 0.1\n")
    seen.append(fingerprints())
    limits = course.settings.limits.model_copy(update={"memory_bytes": 1 << 30})
    for update in ({"salt": "another salt"}, {"limits": limits}, {"asks_all_the_same": True}):
        course.settings = course.settings.model_copy(update=update)
        seen.append(fingerprints())
    assert len({grader for grader, _ in seen}) == len(seen)
    assert len({submission for _, submission in seen}) == len(seen)
    grader_before = fingerprints()[0]
    for file in (path, path.parent / "timestamp.txt"):
        edit(file, lambda text: text + "\n")
        seen.append(fingerprints())
    path.unlink()
    seen.append(fingerprints())
    assert fingerprints()[0] == grader_before
    assert len({submission for _, submission in seen}) == len(seen)


def test_a_grade_does_not_depend_on_these(course: Course) -> None:
    before = fingerprint_grader(course, ASSIGNMENT)
    folder = grader_file(course, "test_double").parent
    for name in ("mutants", "alternatives", "__pycache__"):
        (folder / name).mkdir()
        (folder / name / "double.py").write_text("x = 1\n")
    course.settings = course.settings.model_copy(update={"title": "Another title"})
    assert fingerprint_grader(course, ASSIGNMENT) == before


def test_a_pipe_or_a_link_in_the_place_of_a_notebook_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    absent = fingerprint_submission(tmp_path, path.name, "g")
    os.mkfifo(path)
    assert fingerprint_submission(tmp_path, path.name, "g") == absent
    path.unlink()
    path.symlink_to("/dev/zero")
    assert fingerprint_submission(tmp_path, path.name, "g") == absent


def test_the_answers_of_a_student_are_in_the_released_notebook(course: Course) -> None:
    assert RIGHT["double"].split("\n")[1].strip() in answered(course, **RIGHT)
