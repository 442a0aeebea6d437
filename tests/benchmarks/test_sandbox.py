"""The sandbox benchmark: its class, what it compares, its arithmetic and its published figures."""

import json
from functools import partial

import pytest

from autograder.course import Limits
from autograder.lessons import exercises_of, plan, read_built, read_submission, repair
from autograder.verbs import grading
from benchmarks import sandbox as bench
from benchmarks import unisolated
from benchmarks.figures import RESULTS
from benchmarks.throughput.timing import Run


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return bench.copy_course(tmp_path_factory.mktemp("bench") / "course")


def test_the_class_hands_in_what_it_answers(course):
    submissions = bench.hand_in_class(course, 6)
    source = read_built(course.notebook_path("source", bench.ASSIGNMENT))
    exercises = {exercise.name for exercise in exercises_of(source) if not exercise.manual}
    assert {submission.kind for submission in submissions} > {"right"}
    for submission in submissions:
        path = course.submission_path(submission.student, bench.ASSIGNMENT)
        repaired = repair(read_submission(path, Limits()), source)
        assert repaired.repairs == ()
        answered = {cell.exercise: cell.source for cell in plan(repaired.notebook, source) if not cell.untouched}
        assert {name: answered[name] for name in submission.answers} == submission.answers
        assert submission.full <= exercises


def test_what_stands_for_no_sandbox_has_none(monkeypatch):
    asked = []
    monkeypatch.setattr(grading, "Grader", grading.Grader)  # is put back
    monkeypatch.setattr(unisolated, "run_task", asked.append)
    for task in (1, 2):
        unisolated.run_unisolated(task)
    assert asked == [1, 2]
    assert isinstance(grading.Grader, partial)
    assert not isinstance(grading.Grader.func, partial)
    assert grading.Grader.keywords == {"isolated": False}


def report(folder, isolation="sandbox", status="graded", earned=2.0):
    test = {"test": "test_f", "outcome": "passed", "earned": earned, "points": 2.0, "message": "", "measures": []}
    made = {
        "status": status,
        "provenance": {"isolation": isolation},
        "exercises": [{"tests": [{**test, "seconds": 1}]}],
    }
    path = folder / "reports" / bench.ASSIGNMENT / "ada.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made))
    return test


def test_only_grades_of_the_right_way_count(tmp_path):
    test = report(tmp_path)
    assert bench.read_grades(tmp_path, "sandbox") == {"ada": [test]}
    with pytest.raises(bench.GradesDiffer, match="not none"):
        bench.read_grades(tmp_path, "none")
    report(tmp_path, status="ungraded")
    with pytest.raises(bench.GradesDiffer, match="ungraded"):
        bench.read_grades(tmp_path, "sandbox")
    with pytest.raises(bench.GradesDiffer, match="nobody"):
        bench.read_grades(tmp_path / "elsewhere", "sandbox")


@pytest.fixture
def them(tmp_path, monkeypatch):
    """A class whose commands do nothing but write a report."""
    monkeypatch.setattr(bench, "copy_course", lambda folder: (folder.mkdir(), folder)[1])
    monkeypatch.setattr(
        bench, "hand_in_class", lambda course, size: [bench.Submission("ada", "right", {}, set(), set())]
    )
    earned = {"benchmarks.unisolated": 2.0, "autograder.cli": 2.0}

    def run(command, folder, home):
        report(folder, "none" if command[2] == "benchmarks.unisolated" else "sandbox", earned=earned[command[2]])
        return Run(float("--student" in command) + 1, None)

    monkeypatch.setattr(bench, "run", run)
    made = bench.Class(tmp_path, 1, 2)
    made.earned = earned
    return made


def test_both_ways_are_run_beside_each_other(them):
    runs = them.compare("none")
    assert list(runs["class"]) == ["none", "sandbox"]
    assert runs["one"]["sandbox"].seconds == 2


def test_grades_that_differ_end_it(them):
    them.earned["benchmarks.unisolated"] = 1.0
    with pytest.raises(bench.GradesDiffer, match="ada"):
        them.compare("sandbox")


def pair(sandbox, none, one=1.0):
    alone = dict.fromkeys(("sandbox", "none"), Run(one, 1.0))
    return {"class": {"sandbox": Run(sandbox, 4.0), "none": Run(none, None)}, "one": alone}


def test_ratios():
    figures = bench.summarise([pair(11.5, 10.0), pair(10.5, 10.0), pair(10.0, 10.0)], 9)
    assert (figures["ratio"], figures["ratios"], figures["within"]) == (1.05, [1.15, 1.05, 1.0], True)
    assert figures["sandbox"]["submissions_per_second"] == round(10 / 10.5, 3)
    assert figures["none"]["seconds_per_submission"] == 1.0
    assert figures["ratio_per_submission"] == round(9.5 / 9, 3)
    assert (figures["sandbox"]["cpu_seconds"], figures["none"]["cpu_seconds"]) == (4.0, None)
    assert not bench.summarise([pair(11.2, 10.0)], 9)["within"]


def test_published_figures():
    path = RESULTS / f"{bench.TARGET}.json"
    if not path.exists():
        pytest.skip("not measured yet: make bench-sandbox")
    figures = json.loads(path.read_text())
    assert figures["same_grades"] is True
    assert figures["within"] == (figures["ratio"] <= bench.MOST)
    assert {"ratio", "ratios", "ratio_per_submission", "sandbox", "none", "commit", "versions", "cores"} <= set(figures)
