"""The throughput benchmark: its three forms of each hidden test, its class, its arithmetic and its published figures."""

import json
from collections import Counter
from pathlib import Path

import pytest

from autograder.lessons import build_source, parse_lesson
from autograder.testing import load_variants
from benchmarks.figures import RESULTS, publish
from benchmarks.throughput import forms
from benchmarks.throughput.submissions import MIX, make_class
from benchmarks.throughput.summary import pair_ratios, summarise
from benchmarks.throughput.timing import Run

COURSE = Path(forms.__file__).with_name("course")
GRADER = COURSE / "graders" / "00_benchmark" / "01_throughput"
LESSON = COURSE / "lessons" / "00_benchmark" / "01_throughput.py"
FIGURES = (
    "ratio_vs_nbgrader",
    "ratio_vs_otter",
    "otter_way",
    "submissions_per_second",
    "marginal",
    "with_one_worker",
    "pairs",
    "notes",
    "memory",
    "cores",
    "versions",
    "commit",
    "submissions",
    "scores_equal",
)


@pytest.fixture(scope="module")
def tests():
    return forms.read_tests(GRADER)


@pytest.fixture(scope="module")
def source():
    return build_source(parse_lesson(LESSON))


def squeeze(text):
    """A text without its indentation, and without the way in which ours reaches the student's names."""
    return [line.strip().replace("notebook.", "") for line in text.splitlines() if line.strip()]


def is_within(lines, text):
    return any(text[i : i + len(lines)] == lines for i in range(len(text)))


def test_each_hidden_test_says_the_same_in_all_three_forms(tests, source):
    cells = forms.nbgrader_source(source, tests).cells
    nbgrader = {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in cells if "nbgrader" in cell["metadata"]}
    numbers = Counter()
    for test in tests:
        numbers[test.exercise] += 1
        statements = squeeze(test.body)
        ours = next(path.read_text() for path in GRADER.glob("test_*.py") if f"def {test.name}(" in path.read_text())
        theirs = nbgrader[f"{test.exercise}-{numbers[test.exercise]}"]
        assert len(statements) >= 2
        assert is_within(statements, squeeze(ours))
        assert is_within(statements, squeeze(theirs["source"]))
        assert is_within(statements, squeeze(forms.otter_test_file(test.exercise, "pass", tests)))
        assert theirs["metadata"]["nbgrader"]["points"] == test.points
        assert f"points={test.points}, hidden=True" in forms.otter_case_text(test)


def test_six_exercises_have_the_points_of_their_tests(tests, source):
    worth = Counter()
    for test in tests:
        worth[test.exercise] += test.points
    graded = [
        cell["metadata"]["nbgrader"] for cell in source.cells if cell["metadata"].get("nbgrader", {}).get("grade")
    ]
    assert worth == {cell["grade_id"]: cell["points"] for cell in graded}
    assert len(worth) == 6


def test_helpers_beside_the_tests_are_refused(tmp_path):
    (tmp_path / "test_x.py").write_text("LIMIT = 3\n")
    with pytest.raises(ValueError, match="only imports and tests"):
        forms.read_tests(tmp_path)


def test_the_class_is_the_same_each_time_and_mixed_as_it_says():
    solutions = {
        name: f"{name} = 1" for name in ("standardise", "log_softmax", "attention", "GatedUnit", "ridge", "descend")
    }
    variants = [load_variants(GRADER / kind) for kind in ("alternatives", "mutants")]
    whole = make_class(40, solutions, *variants)
    assert whole == make_class(160, solutions, *variants)[:40]
    assert Counter(submission.kind for submission in whole) == dict(MIX)
    for submission in whole:
        assert set(submission.answers) >= submission.full
        assert (len(submission.full) == 6) == (submission.kind == "right")


def test_a_ratio_is_taken_with_the_runs_right_beside():
    ours = [Run(seconds, None) for seconds in (1.0, 2.0, 4.0)]
    sequence = [("autograder", ours[0]), ("nbgrader", Run(8.0, None)), ("autograder", ours[1])]
    sequence += [("otter_run", Run(16.0, None)), ("autograder", ours[2])]
    assert pair_ratios(sequence, "nbgrader") == [8.0, 4.0]
    assert pair_ratios(sequence, "otter_run") == [8.0, 4.0]


def test_otter_is_compared_by_its_faster_way():
    names = ("nbgrader", "otter_run", "otter_process")
    sequence = [("autograder", Run(2.0, 3.0))]
    for name, seconds in zip(names, (40.0, 80.0, 60.0), strict=True):
        sequence += [(name, Run(seconds, None)), ("autograder", Run(2.0, 3.0))]
    starts = {name: Run(1.0, None) for name in ("autograder", *names)}
    sizes = {"submissions": 40, "submissions_larger": 160, "workers": 2}
    figures = summarise(sequence, starts, Run(4.0, None), [Run(5.0, None)], sizes)
    assert (figures["ratio_vs_nbgrader"], figures["ratio_vs_otter"], figures["otter_way"]) == (20, 30, "otter_process")
    assert figures["submissions_per_second"] == {
        "autograder": 20,
        "nbgrader": 1,
        "otter_run": 0.5,
        "otter_process": 0.667,
    }
    assert figures["marginal"]["seconds_per_submission"]["autograder"] == 0.025
    assert figures["marginal"]["seconds_per_submission"]["nbgrader"] == 1
    assert figures["start_up_seconds"]["autograder"] == 1
    assert figures["cpu_seconds"] == {
        "autograder": 3,
        "nbgrader": None,
        "otter_run": None,
        "otter_process": None,
        "autograder_larger": None,
    }


def test_figures_are_kept_and_printed_last(tmp_path, capsys):
    path = publish("bench-x", {"ratio": 2.5}, tmp_path)
    assert json.loads(path.read_text()) == json.loads(capsys.readouterr().out.splitlines()[-1]) == {"ratio": 2.5}


def test_the_committed_figures_are_complete():
    figures = json.loads((RESULTS / "bench-throughput.json").read_text())
    assert set(FIGURES) <= set(figures)
    assert figures["submissions"] == 40
    assert figures["scores_equal"] is True
    assert set(figures["submissions_per_second"]) == {"autograder", "nbgrader", "otter_run", "otter_process"}
