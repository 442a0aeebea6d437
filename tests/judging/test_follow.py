"""A wrong early answer costs its own points only, shown on a chain of three exercises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course import Course, find_course
from autograder.judging import Grader
from autograder.lessons import dumps, read_built, substitute
from autograder.records import Outcome, Report
from autograder.verbs.build import build_assignments
from tests.verbs import tiny
from tests.verbs.zygotes import SharedZygote

CHAIN = "00_01_chain"
LESSON = """# %% [markdown]
# # A chain

# %% exercise="one" points=1 difficulty=1 minutes=1 needs=[]
def one(x):
    '''One more.'''
    ### BEGIN SOLUTION
    return x + 1
    ### END SOLUTION

# %% public_test="one"
assert one(1) == 2

# %% exercise="two" points=2 difficulty=1 minutes=1 needs=["one"]
def two(x):
    '''Twice one more.'''
    ### BEGIN SOLUTION
    return 2 * one(x)
    ### END SOLUTION

# %% public_test="two"
assert two(1) == 4

# %% exercise="three" points=4 difficulty=1 minutes=1 needs=["two"]
def three(x):
    '''Three times that.'''
    ### BEGIN SOLUTION
    return 3 * two(x)
    ### END SOLUTION

# %% public_test="three"
assert three(1) == 12
"""
GRADER = """import pytest
from autograder.testing import assert_close, points

@points("one", 1)
def test_value(notebook, rng):
    '''One more.'''
    x = float(rng.normal())
    assert_close(notebook.one(x), x + 1)

@points("two", 2)
def test_two(notebook, rng):
    '''Twice that.'''
    x = float(rng.normal())
    assert_close(notebook.two(x), 2 * (x + 1), hint="Twice.")

@points("three", 2)
@pytest.mark.parametrize("sign", [1, -1])
def test_three(notebook, rng, sign):
    '''Three times that.'''
    x = sign * abs(float(rng.normal()))
    assert_close(notebook.three(x), 6 * (x + 1))
"""
WRONG = {
    "one": "def one(x):\n    return x + 2\n",
    "two": "def two(x):\n    return one(x)\n",
    "three": "def three(x):\n    return two(x)\n",
}
RAISES = {name: f"def {name}(x):\n    raise ValueError(x)\n" for name in WRONG}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    tiny.write(tmp_path / "course.toml", tiny.COURSE)
    tiny.write(tmp_path / "lessons" / "00_basics" / "01_chain.py", LESSON)
    tiny.write(tmp_path / "graders" / "00_basics" / "01_chain" / "test_chain.py", GRADER)
    course = find_course(tmp_path)
    list(build_assignments(course))
    return course


@pytest.fixture
def grader(course: Course, shared_zygote: SharedZygote) -> Iterator[Grader]:
    with Grader(course, CHAIN, isolated=False) as grader:
        yield grader


def graded(grader: Grader, kind: str = "solutions", **answers: str) -> Report:
    notebook = read_built(grader.course.notebook_path(kind, CHAIN))  # type: ignore[arg-type]
    for name, source in answers.items():
        notebook = substitute(notebook, name, source)
    path = grader.course.root / "answer.ipynb"
    path.write_text(dumps(notebook))
    return grader.grade(path, "ada").report


def earned(report: Report) -> list[float]:
    return [exercise.earned for exercise in report.exercises]


@pytest.mark.parametrize(
    ("wrong", "worth"),
    [
        ([], [1, 2, 4]),
        (["one"], [0, 2, 4]),
        (["two"], [1, 0, 4]),
        (["three"], [1, 2, 0]),
        (["one", "two"], [0, 0, 4]),
        (["two", "three"], [1, 0, 0]),
        (["one", "two", "three"], [0, 0, 0]),
    ],
)
@pytest.mark.parametrize("answers", [WRONG, RAISES], ids=["wrong", "raises"])
def test_each_wrong_answer_costs_its_own_points(
    grader: Grader, wrong: list[str], worth: list[float], answers: dict[str, str]
) -> None:
    assert earned(graded(grader, **{name: answers[name] for name in wrong})) == worth


def test_the_student_is_told_what_it_was_correct_given(grader: Grader) -> None:
    report = graded(grader, one=WRONG["one"])
    two, three = (exercise.tests[0] for exercise in report.exercises[1:])
    assert two.outcome is three.outcome is Outcome.PASSED
    assert two.message.startswith("correct given your `one`")
    assert (two.given, two.hint, three.given) == (("one",), "", ("one",))
    assert report.exercises[0].tests[0].given == ()
    both = graded(grader, one=WRONG["one"], two=WRONG["two"])
    assert both.exercises[2].tests[0].given == ("one", "two")
    assert "`one` and `two`" in both.exercises[2].tests[0].message
    assert both.exercises[1].tests[0].message == graded(grader, two=WRONG["two"]).exercises[1].tests[0].message


def test_what_was_not_written_earns_nothing_and_costs_nothing_else(grader: Grader) -> None:
    assert earned(graded(grader, "release")) == [0, 0, 0]
    report = graded(grader, "release", three="def three(x):\n    return 3 * two(x)\n")
    assert earned(report) == [0, 0, 4]
    assert [exercise.outcome for exercise in report.exercises] == [
        Outcome.NOT_ATTEMPTED, Outcome.NOT_ATTEMPTED, Outcome.PASSED
    ]  # fmt: skip


def test_nothing_of_the_reference_reaches_the_student(grader: Grader) -> None:
    """An answer that raises what it can read of the reference is worth nothing, and is quoted as it was without it."""
    spy = "import inspect\n\ndef two(x):\n    raise ValueError(inspect.getsource(one))\n"
    report = graded(grader, one=WRONG["one"], two=spy)
    assert earned(report)[:2] == [0, 0]
    told = report.model_dump_json()
    assert "x + 2" in told, "what it could read is quoted: its own"
    assert "x + 1" not in told


def test_only_what_failed_is_asked_again(grader: Grader, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    converse = Grader._converse

    def counted(self: Grader, cells: object, questions: object, *more: object) -> object:
        asked.append(questions.tests)
        return converse(self, cells, questions, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Grader, "_converse", counted)
    half = "def three(x):\n    return 3 * two(x) if x > 0 else 6 * (x + 1)\n"
    report = graded(grader, two=WRONG["two"], three=half)
    failed = {("three", test.test) for test in report.exercises[2].tests if test.given}
    assert asked == [None, failed]
    assert len(failed) == 1
    asked.clear()
    graded(grader, three=WRONG["three"])
    assert asked == [None], "nothing that it needs is wrong"


def test_tests_that_cannot_be_told_apart_are_the_graders_fault(course: Course, grader: Grader) -> None:
    folder = course.grader_path(CHAIN)
    text = (folder / "test_chain.py").read_text()
    (folder / "test_chain.py").write_text(text.replace('"three", 2', '"three", 1'))
    again = text[: text.index("@points")] + text[text.index('@points("three"') :].replace('"three", 2', '"three", 1')
    (folder / "test_more.py").write_text(again)
    with pytest.raises(Exception, match="2 tests with the name"):
        graded(grader, one=WRONG["one"])
