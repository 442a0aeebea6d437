"""The transcripts benchmark: its class, its two changes, its arithmetic and its published figures."""

import json

import pytest

from autograder.lessons import read_submission
from autograder.testing import Variant, load_variants
from autograder.testing.thresholds import Thresholds
from benchmarks import transcripts as bench
from benchmarks.figures import RESULTS
from benchmarks.throughput.timing import Run


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return bench.copy_course(tmp_path_factory.mktemp("bench") / "course")


def variants(*names, exercise=bench.TRAINED):
    return [Variant(exercise, name, f"def {name}(): ...", "", "test") for name in names]


def test_no_two_submissions_are_alike(course):
    students = bench.hand_in_class(course, 6)
    limits = course.settings.limits
    read = [read_submission(course.submission_path(student, bench.ASSIGNMENT), limits) for student in students]
    texts = {"\n".join(cell.source for cell in notebook.cells) for notebook in read}
    assert len(texts) == len(students) == 6
    for student, notebook in zip(students, read, strict=True):
        answer = bench.answer_of(notebook, bench.TRAINED)
        assert answer.startswith(f"# by {student}\n")
        assert f"def {bench.TRAINED}(" in answer
        compile(answer, "answer", "exec")


def test_one_in_four_trains_a_wrong_model():
    right, wrong = variants("other"), variants("first", "second")
    chosen = [
        bench.choose_answers(number, ["f", bench.TRAINED], right, wrong).get(bench.TRAINED) for number in range(8)
    ]
    assert [chosen[3], chosen[7]] == ["def first(): ...", "def second(): ..."]
    assert {chosen[number] for number in (0, 1, 2, 4, 5, 6)} == {None, "def other(): ..."}


def test_the_changes_are_changes(course):
    folder = course.grader_path(bench.ASSIGNMENT)
    before = Thresholds.load(folder).limits
    bench.change_threshold(course)
    after = Thresholds.load(folder).limits
    assert {name for name in before if before[name] != after[name]} == {"negative_elbo"}
    bench.add_test(course)
    text = (folder / f"test_{bench.TRAINED}.py").read_text()
    compile(text, "test", "exec")
    assert text.count("@points") == text.count("def test_")
    assert load_variants(folder / "mutants")


def round_of(anew, replayed, anew_one, replayed_one):
    runs = {"anew_class": anew, "replayed_class": replayed, "anew_one": anew_one, "replayed_one": replayed_one}
    return {
        "runs": {name: Run(seconds, 2 * seconds) for name, seconds in runs.items()},
        "replayed": {"answers_replayed": 7},
        "anew": {"answers_asked": 7},
    }


def test_arithmetic():
    figures = bench.summarise([round_of(100, 5, 10, 3), round_of(80, 5, 10, 3), round_of(120, 4, 10, 3)], 10)
    assert (figures["ratio"], figures["ratios"]) == (20, [20, 16, 30])
    assert figures["anew"] == {"seconds": 100, "cpu_seconds": 200, "per_submission": 9, "answers_asked": 7}
    assert figures["replayed"]["per_submission"] == 0.2
    assert figures["ratio_per_submission"] == 45


def test_published_figures():
    path = RESULTS / f"{bench.TARGET}.json"
    if not path.exists():
        pytest.skip("not measured yet: make bench-transcripts")
    figures = json.loads(path.read_text())
    assert figures["ratio"] > 1
    assert figures["same_grades"] is True
    assert {"ratio", "ratio_new_test", "threshold", "new_test", "commit", "versions", "cores"} <= set(figures)
    assert figures["threshold"]["replayed"]["answers_asked"] == 0
    assert figures["new_test"]["replayed"]["models_trained"] == 0
