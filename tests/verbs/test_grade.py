"""Grading a class: what is graded, what is skipped, what is never written."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from autograder.course import Course, find_course
from autograder.errors import CourseError, Crashed, GraderError, HostError
from autograder.gradebook import GradebookWriter, read_scores
from autograder.lessons import read_built
from autograder.records import Report, Status
from autograder.verbs import grade as verb
from autograder.verbs.build import build_assignments
from autograder.verbs.grade import Progress, find_students, grade_class, grade_submission
from autograder.verbs.reports import find_reports, read_report, report_path, save_report
from autograder.verbs.tasks import Graded, Task, fingerprint_grader
from autograder.workers import Done, WorkerLost
from tests.gradebook.nbgrader_api import open_api
from tests.verbs.tiny import ASSIGNMENT, RIGHT, edit, grader_file, hand_in, make_course
from tests.verbs.zygotes import SharedZygote

WRONG = {"double": "def double(x):\n    return 3 * x\n", "quarter": RIGHT["quarter"]}

pytestmark = pytest.mark.sandbox


@pytest.fixture
def handed_in(course: Course) -> Course:
    """Three submissions: right, wrong in one exercise, untouched."""
    hand_in(course, "ada", **RIGHT)
    hand_in(course, "bob", **WRONG)
    hand_in(course, "cyd")
    return course


def run(course: Course, **options: object) -> dict[str, Progress]:
    steps = list(grade_class(course, ASSIGNMENT, workers=1, **options))  # type: ignore[arg-type]
    assert [step.settled for step in steps] == list(range(1, len(steps) + 1))
    assert {step.total for step in steps} <= {len(steps)}
    return {step.report.student: step for step in steps}


def graded(steps: dict[str, Progress]) -> set[str]:
    """Who was graded in a run, and not skipped."""
    return {student for student, step in steps.items() if not step.was_skipped}


def report_of(course: Course, student: str) -> Report:
    report = read_report(report_path(course, ASSIGNMENT, student))
    assert report is not None
    return report


def everything(course: Course) -> dict[str, bytes | str]:
    """What grading may write, but for the lock."""
    found: dict[str, bytes | str] = {}
    for step in ("autograded", "feedback", "reports"):
        files = (path for path in (course.root / step).rglob("*") if path.is_file())
        found |= {str(path): path.read_bytes() for path in files}
    found["scores"] = repr(read_scores(course, ASSIGNMENT)) if (course.root / "gradebook.db").exists() else "none"
    return found


def test_a_class_is_graded_and_written(handed_in: Course) -> None:
    steps = run(handed_in)
    assert {student: step.report.earned for student, step in steps.items()} == {"ada": 3.5, "bob": 2.5, "cyd": 0}
    for student, step in steps.items():
        assert read_report(report_path(handed_in, ASSIGNMENT, student)) == step.report
        assert step.report.provenance["isolation"] == "sandbox"
        auto = {name: score.auto for name, score in read_scores(handed_in, ASSIGNMENT)[student].items()}
        assert {e.exercise: e.earned for e in step.report.exercises if not e.manual}.items() <= auto.items()
        for folder, suffix in (("autograded", "ipynb"), ("feedback", "html")):
            assert (handed_in.root / folder / student / ASSIGNMENT / f"{ASSIGNMENT}.{suffix}").is_file()
    assert [report.student for report in find_reports(handed_in, ASSIGNMENT)] == ["ada", "bob", "cyd"]


def test_what_has_not_changed_is_skipped(handed_in: Course, sandbox: SharedZygote) -> None:
    first = run(handed_in)
    assert graded(first) == {"ada", "bob", "cyd"}
    before, opened = everything(handed_in), len(sandbox.opened)
    second = run(handed_in)
    assert graded(second) == set()
    assert {s: step.report for s, step in second.items()} == {s: step.report for s, step in first.items()}
    assert everything(handed_in) == before
    assert len(sandbox.opened) == opened, "no sandbox is started for nothing"


def test_a_changed_submission_is_graded_again_alone(handed_in: Course) -> None:
    run(handed_in)
    hand_in(handed_in, "bob", **RIGHT)
    steps = run(handed_in)
    assert graded(steps) == {"bob"}
    assert steps["bob"].report.has_full_marks
    (handed_in.submission_path("ada", ASSIGNMENT).parent / "timestamp.txt").write_text("2026-02-12 12:00:00 UTC")
    assert graded(run(handed_in)) == {"ada"}


def test_a_changed_grader_grades_everybody_again(handed_in: Course) -> None:
    run(handed_in)
    edit(grader_file(handed_in, "test_double"), lambda text: text.replace("2 * x, hint", "2 * x, rtol=1, hint"))
    steps = run(handed_in)
    assert graded(steps) == {"ada", "bob", "cyd"}
    assert steps["bob"].report.has_full_marks


@pytest.mark.parametrize("change", ["test_seconds = 5.0", "grains of salt"])
def test_changed_limits_or_salt_grade_everybody_again(handed_in: Course, change: str) -> None:
    run(handed_in)
    edit(
        handed_in.root / "course.toml",
        lambda text: text.replace(change, change.replace("5.0", "4.5").replace("salt", "sand")),
    )
    assert graded(run(find_course(handed_in.root))) == {"ada", "bob", "cyd"}


def test_a_changed_lesson_grades_everybody_again_and_brings_the_gradebook_along(handed_in: Course) -> None:
    run(handed_in)
    lesson = handed_in.lesson_path(ASSIGNMENT)
    edit(lesson, lambda text: text.replace('"double" points=2', '"double" points=4'))
    edit(grader_file(handed_in, "test_double"), lambda text: text.replace('"double", 1', '"double", 2'))
    list(build_assignments(handed_in))
    assert run(handed_in)["ada"].report.earned == 5.5
    assert read_scores(handed_in, ASSIGNMENT)["ada"]["double"].auto == 4


def test_force_and_student(handed_in: Course) -> None:
    assert set(run(handed_in, students=["bob"])) == {"bob"}
    assert graded(run(handed_in)) == {"ada", "cyd"}
    assert graded(run(handed_in, students=["bob", "bob"], force=True)) == {"bob"}
    assert graded(run(handed_in, force=True)) == {"ada", "bob", "cyd"}
    with pytest.raises(CourseError, match="by dan, eve"):
        run(handed_in, students=["eve", "ada", "dan"])


def test_nobody_has_handed_anything_in(course: Course, sandbox: SharedZygote) -> None:
    assert run(course) == {}
    assert sandbox.opened == []
    assert find_students(course, ASSIGNMENT) == []


def test_an_empty_folder_is_a_submission_without_a_notebook(course: Course) -> None:
    hand_in(course, "ada").unlink()
    report = run(course)["ada"].report
    assert (report.status, report.earned, report.points) == (Status.MISSING, 0, 3.5)
    assert read_scores(course, ASSIGNMENT)["ada"]["double"].auto == 0
    assert graded(run(course)) == set()


@pytest.mark.parametrize(
    ("assignment", "says"),
    [
        ("00_02_other", "no lesson makes"),
        ("", "no lesson makes"),
        ("0*_*", "no lesson makes"),
        ("../x_y", "no lesson makes"),
    ],
)
def test_an_assignment_that_is_not_there(course: Course, assignment: str, says: str) -> None:
    with pytest.raises(CourseError, match=says):
        list(grade_class(course, assignment))


def test_an_assignment_that_was_not_built(course: Course) -> None:
    shutil.rmtree(course.root / "source")
    with pytest.raises(CourseError, match=f"run `autograder build {ASSIGNMENT}`"):
        list(grade_class(course, ASSIGNMENT))


# --- the reference


def break_grader(course: Course) -> None:
    edit(grader_file(course, "test_double"), lambda text: text.replace("2 * x", "2.5 * x"))


@pytest.mark.parametrize("workers", [1, 2])
def test_where_the_reference_fails_nothing_is_graded_and_nothing_written(
    handed_in: Course, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if workers == 2:  # as with two workers: the submissions are there before the reference
        in_turn = verb.run_all
        monkeypatch.setattr(verb, "run_all", lambda e, f, tasks, w: in_turn(e, f, [*tasks[1:], tasks[0]], w))
    break_grader(handed_in)
    with pytest.raises(
        GraderError, match=r"gets 2\.5 of 3\.5 points, so nothing is graded: test_values: the result has wrong"
    ):
        run(handed_in)
    assert set(everything(handed_in)) == {"scores"}
    with GradebookWriter(handed_in) as gradebook, pytest.raises(Exception, match=ASSIGNMENT):
        gradebook.renew_penalties(ASSIGNMENT)  # the assignment itself has not been written either


def test_where_the_reference_fails_what_was_written_stays(handed_in: Course) -> None:
    run(handed_in)
    before = everything(handed_in)
    break_grader(handed_in)
    hand_in(handed_in, "dan", **RIGHT)
    with pytest.raises(GraderError):
        run(handed_in)
    assert everything(handed_in) == before


def test_a_grader_that_stumbles_over_the_reference_is_named(handed_in: Course) -> None:
    edit(grader_file(handed_in, "test_double"), lambda text: text.replace("2 * x", "2 * y"))
    with pytest.raises(GraderError, match="test_values: NameError: name 'y' is not defined"):
        run(handed_in)


def test_points_that_do_not_add_up_stop_everything(handed_in: Course) -> None:
    edit(grader_file(handed_in, "test_double"), lambda text: text.replace('"double", 1', '"double", 3', 1))
    with pytest.raises(GraderError, match="carry 4 points"):
        run(handed_in)
    assert set(everything(handed_in)) == {"scores"}


def test_a_solution_that_is_wrong_stops_everything(handed_in: Course) -> None:
    edit(handed_in.notebook_path("solutions", ASSIGNMENT), lambda text: text.replace("return 2 * x", "return 0"))
    with pytest.raises(GraderError, match="reference solution"):
        run(handed_in)


# --- faults of ours


def test_a_fault_of_ours_gets_a_second_try(handed_in: Course, sandbox: SharedZygote) -> None:
    sandbox.failures.append(HostError("no more processes"))  # meets the reference
    assert run(handed_in)["ada"].report.has_full_marks


class Failing:
    """Grades as the engine does, but for one student."""

    def __init__(self, student: str, error: BaseException, times: int = 10) -> None:
        self.student, self.error, self.times = student, error, times
        self.grade_task = verb.run_task
        self.asked: list[str] = []

    def __call__(self, task: Task) -> Graded:
        self.asked.append(task.student)
        if task.student == self.student and self.times > 0:
            self.times -= 1
            raise self.error
        return self.grade_task(task)


@pytest.mark.parametrize(
    ("error", "tries", "reason"),
    [
        (HostError("the disk is full"), 2, "the disk is full"),
        (WorkerLost("it died"), 2, "it died"),  # among others and alone, and never in this process
        (GraderError("two states met"), 1, "two states met"),
        (KeyError("slip"), 1, "KeyError: 'slip'"),
    ],
)
def test_what_cannot_be_graded_stays_ungraded_and_keeps_its_grade(
    handed_in: Course, monkeypatch: pytest.MonkeyPatch, error: Exception, tries: int, reason: str
) -> None:
    run(handed_in)
    before = everything(handed_in)
    failing = Failing("bob", error)
    monkeypatch.setattr(verb, "run_task", failing)
    hand_in(handed_in, "dan", **RIGHT)
    steps = run(handed_in, force=True)
    assert (steps["bob"].report.status, steps["bob"].report.reason) == (Status.UNGRADED, reason)
    assert failing.asked.count("bob") == tries
    assert steps["dan"].report.has_full_marks, "everybody else is graded"
    kept = {name: text for name, text in everything(handed_in).items() if "bob" in name}
    assert kept == {name: text for name, text in before.items() if "bob" in name}
    assert read_scores(handed_in, ASSIGNMENT)["bob"]["double"].auto == 1.0
    monkeypatch.undo()


def test_what_stayed_ungraded_is_tried_again_by_the_next_run(
    handed_in: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = verb.run_task
    monkeypatch.setattr(verb, "run_task", Failing("bob", HostError("first"), times=2))
    assert run(handed_in)["bob"].report.reason == "first"
    path = report_path(handed_in, ASSIGNMENT, "bob")
    assert report_of(handed_in, "bob").status is Status.UNGRADED
    assert "bob" not in read_scores(handed_in, ASSIGNMENT)
    monkeypatch.setattr(verb, "run_task", Failing("bob", HostError("second"), times=2))
    assert graded(run(handed_in)) == {"bob"}
    assert report_of(handed_in, "bob").reason == "second"
    monkeypatch.setattr(verb, "run_task", real)
    steps = run(handed_in)
    assert graded(steps) == {"bob"}
    assert read_report(path) == steps["bob"].report
    assert steps["bob"].report.status is Status.GRADED


@pytest.mark.parametrize("error", [Crashed("gone"), OSError(28, "No space left on device"), HostError("no process")])
def test_a_failure_below_a_grader_is_a_fault_of_ours(
    handed_in: Course, monkeypatch: pytest.MonkeyPatch, sandbox: SharedZygote, error: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    task = verb.submission_task(handed_in, ASSIGNMENT, "ada", fingerprint_grader(handed_in, ASSIGNMENT))
    monkeypatch.setattr("autograder.judging.grader.Grader.grade", fail)
    with pytest.raises(HostError):
        verb.run_task(task)
    assert sandbox.closed == len(sandbox.opened), "a sandbox that failed once is not asked again"


def test_a_lost_worker_is_not_followed_by_this_process() -> None:
    done: Done[Task, Graded] = Done(Task(Path(), ASSIGNMENT, "ada", Path()), None, WorkerLost("it died"))
    assert verb._settle(done).report.status is Status.UNGRADED


# --- interruptions


def test_an_interrupted_run_continues(handed_in: Course) -> None:
    steps = grade_class(handed_in, ASSIGNMENT, workers=1)
    first = next(steps).report.student
    steps.close()
    assert list(read_scores(handed_in, ASSIGNMENT)) == [first]
    assert graded(run(handed_in)) == {"ada", "bob", "cyd"} - {first}


def test_ctrl_c_in_a_hidden_test_ends_the_run(handed_in: Course) -> None:
    text = "\nimport os\n\n@points('double', 0)\ndef test_tired(notebook):\n"
    text += "    if os.environ.get('TIRED'):\n        raise KeyboardInterrupt\n"
    edit(grader_file(handed_in, "test_double"), lambda grader: grader + text)
    steps = grade_class(handed_in, ASSIGNMENT, workers=1)
    first = next(steps).report.student
    os.environ["TIRED"] = "1"
    try:
        with pytest.raises(KeyboardInterrupt):
            next(steps)
    finally:
        del os.environ["TIRED"]
    assert graded(run(handed_in)) == {"ada", "bob", "cyd"} - {first}


@pytest.mark.parametrize("damage", ["", "{", '{"version": 99}', "[]", "\xff", "gone"])
def test_a_damaged_report_is_made_again(handed_in: Course, damage: str) -> None:
    whole = run(handed_in)["bob"].report
    path = report_path(handed_in, ASSIGNMENT, "bob")
    path.unlink() if damage == "gone" else path.write_bytes(damage.encode("latin-1"))
    steps = run(handed_in)
    assert graded(steps) == {"bob"}
    assert report_of(handed_in, "bob").exercises[0].earned == whole.exercises[0].earned


@pytest.mark.parametrize("lost", ["gradebook.db", "autograded/bob", "feedback/bob"])
def test_what_is_no_longer_written_is_written_again(handed_in: Course, lost: str) -> None:
    run(handed_in)
    path = handed_in.root / lost
    path.unlink() if path.is_file() else shutil.rmtree(path)
    assert graded(run(handed_in)) == ({"ada", "bob", "cyd"} if lost == "gradebook.db" else {"bob"})
    assert path.exists()
    assert graded(run(handed_in)) == set()


def test_a_due_date_that_moved_reaches_those_who_are_skipped(handed_in: Course) -> None:
    config = handed_in.root / "nbgrader_config.py"
    edit(config, lambda text: text + '\nc.LateSubmissionPlugin.penalty_method = "zero"\n')
    run(handed_in)

    def penalty() -> float:
        with open_api(handed_in).gradebook as gradebook:
            return float(gradebook.find_submission(ASSIGNMENT, "ada").late_submission_penalty or 0)

    assert penalty() == 0
    with open_api(handed_in).gradebook as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate="2025-02-28 10:00:00 UTC")
    assert graded(run(handed_in)) == set()
    assert penalty() == 3.5


# --- report files


def test_a_report_is_written_whole_or_not_at_all(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = Report(assignment=ASSIGNMENT, student="ada", status=Status.MISSING, reason="earlier")
    save_report(course, earlier)
    path = report_path(course, ASSIGNMENT, "ada")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for step in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, step, fail)
            with pytest.raises(HostError, match="could not be written: No space left on device"):
                save_report(course, earlier.model_copy(update={"reason": "later"}))
        assert read_report(path) == earlier
        assert [file.name for file in path.parent.iterdir()] == ["ada.json"]


def test_reports_are_json_for_everybody(handed_in: Course) -> None:
    run(handed_in)
    data = json.loads(report_path(handed_in, ASSIGNMENT, "bob").read_text())
    assert (data["student"], data["status"], data["exercises"][0]["tests"][0]["outcome"]) == ("bob", "graded", "failed")


# --- nbgrader's door


def test_one_submission_is_graded_like_the_class(handed_in: Course, sandbox: SharedZygote) -> None:
    one = grade_submission(handed_in, ASSIGNMENT, "bob")
    again = grade_submission(handed_in, ASSIGNMENT, "ada")
    assert len(sandbox.opened) == 1
    assert again.report.has_full_marks
    whole = run(handed_in)["bob"].report
    assert without_seconds(one.report) == without_seconds(whole)


def without_seconds(report: Report) -> str:
    """A report without what differs between a run and its replay."""
    bare = report.model_copy(update={"timings": {}, "provenance": {}})
    return re.sub(r'"seconds":[0-9.e-]+', "", bare.model_dump_json())


def test_one_submission_is_not_graded_where_the_reference_fails(handed_in: Course) -> None:
    grade_submission(handed_in, ASSIGNMENT, "ada")
    break_grader(handed_in)
    for _ in range(2):
        with pytest.raises(GraderError, match="nothing is graded"):
            grade_submission(handed_in, ASSIGNMENT, "ada")


def test_two_courses_in_one_process_do_not_meet(handed_in: Course, tmp_path: Path) -> None:
    other = make_course(tmp_path / "other")
    edit(grader_file(other, "test_double"), lambda text: text.replace("hint=", "rtol=1, hint="))
    hand_in(other, "bob", **WRONG)
    assert grade_submission(handed_in, ASSIGNMENT, "bob").report.earned == 2.5
    assert grade_submission(other, ASSIGNMENT, "bob").report.has_full_marks
    assert grade_submission(handed_in, ASSIGNMENT, "bob").report.earned == 2.5


def test_the_released_notebook_is_what_students_get(course: Course) -> None:
    assert "SOLUTION" not in str(read_built(course.notebook_path("release", ASSIGNMENT)).cells)
