"""Reports as data, and exceptions that survive a journey."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import errors
from autograder.records import CellResult, ExerciseResult, Outcome, Report, Status, TestResult


def result(outcome: Outcome, earned: float = 0, points: float = 1) -> TestResult:
    return TestResult(test="t", exercise="e", points=points, earned=earned, outcome=outcome)


def exercise(*tests: TestResult, **fields: Any) -> ExerciseResult:
    most = {"points": sum(t.points for t in tests), "earned": sum(t.earned for t in tests)}
    return ExerciseResult(**{"exercise": "e", "tests": tests, **most, **fields})


def report(*exercises: ExerciseResult, status: Status = Status.GRADED) -> Report:
    return Report(assignment="a", student="s", status=status, exercises=exercises)


@pytest.mark.parametrize(
    ("tests", "outcome"),
    [
        ([(Outcome.PASSED, 1), (Outcome.PASSED, 1)], Outcome.PASSED),
        ([(Outcome.PASSED, 1), (Outcome.FAILED, 0)], Outcome.PARTIAL),
        ([(Outcome.PARTIAL, 0.5)], Outcome.PARTIAL),
        ([(Outcome.FAILED, 0), (Outcome.FAILED, 0)], Outcome.FAILED),
        ([(Outcome.FAILED, 0), (Outcome.ERROR, 0)], Outcome.ERROR),
        ([(Outcome.ERROR, 0), (Outcome.TIMEOUT, 0)], Outcome.TIMEOUT),
        ([(Outcome.CRASH, 0), (Outcome.MEMORY, 0)], Outcome.MEMORY),
        ([(Outcome.NOT_ATTEMPTED, 0)], Outcome.NOT_ATTEMPTED),
    ],
)  # fmt: skip
def test_an_exercise_in_one_word(tests: list[tuple[Outcome, float]], outcome: Outcome) -> None:
    assert exercise(*[result(kind, earned) for kind, earned in tests]).outcome is outcome


def test_an_exercise_without_tests() -> None:
    assert exercise(points=3, earned=0, manual=True).outcome is Outcome.PASSED
    assert exercise(points=3, earned=0, attempted=False).outcome is Outcome.NOT_ATTEMPTED


def test_full_marks_are_those_that_tests_can_give() -> None:
    right, by_hand = exercise(result(Outcome.PASSED, 1)), exercise(points=3, earned=0, manual=True)
    assert report(right, by_hand).has_full_marks
    assert (report(right, by_hand).points, report(right, by_hand).earned) == (1, 1)
    assert not report(right, exercise(result(Outcome.FAILED))).has_full_marks
    assert not report(right, status=Status.UNGRADED).has_full_marks
    assert not report(status=Status.MISSING).has_full_marks


def test_surprises_are_found() -> None:
    odd = result(Outcome.FAILED).model_copy(update={"unexpected": True})
    assert report(exercise(result(Outcome.PASSED, 1), odd)).unexpected == (odd,)


@pytest.mark.parametrize(
    "field", [{"points": -1}, {"earned": -0.5}, {"points": float("nan")}, {"outcome": "fine"}, {"x": 1}]
)
def test_what_no_test_can_say_is_refused(field: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        TestResult(**({"test": "t", "exercise": "e", "points": 1, "earned": 0, "outcome": Outcome.FAILED} | field))


def test_a_record_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        result(Outcome.PASSED).earned = 5.0  # type: ignore[misc]


texts = st.text(max_size=30)
floats = st.floats(0, 1e9)


@given(
    texts, texts, floats, st.sampled_from(Outcome), st.sampled_from(Status), st.dictionaries(texts, floats, max_size=3)
)
def test_a_report_is_the_same_after_a_journey_as_json(
    text: str, more: str, number: float, outcome: Outcome, status: Status, timings: dict[str, float]
) -> None:
    test = TestResult(test=text, exercise="e", points=number, earned=number, outcome=outcome, message=more, detail=text)
    cell = CellResult(index=1, outcome=outcome, text=more, seconds=number)
    whole = Report(
        assignment="a", student=text, status=status, reason=more, timings=timings, cells=(cell,),
        exercises=(ExerciseResult(exercise="e", points=number, earned=0, tests=(test,)),), repairs=(text,),
    )  # fmt: skip
    assert Report.model_validate_json(whole.model_dump_json()) == whole


EXAMPLES: list[BaseException] = [
    errors.LessonError(Path("a.py"), 3, "a slip"),
    errors.StudentRaised("E", "m", "t", ("E", "Exception")),
    errors.CheckFailed("m", "h", "1", "2"),
    errors.TimedOut("late"),
    errors.OutOfMemory("much"),
    errors.Crashed("gone"),
    errors.SandboxUnavailable("no bubblewrap"),
    errors.GradebookError("locked"),
]


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_an_exception_is_the_same_after_a_journey(error: BaseException) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert (str(again), vars(again)) == (str(error), vars(error))


def test_whose_fault_it_is_tells_from_the_class() -> None:
    assert issubclass(errors.SandboxUnavailable, errors.HostError)
    assert not issubclass(errors.SubmissionError, errors.HostError)
    assert not issubclass(errors.TimedOut, Exception), "no `except Exception` of a grader may swallow it"
    assert issubclass(errors.CheckFailed, AssertionError)
    assert str(errors.LessonError(Path("a.py"), 3, "a slip")) == "a.py:3: a slip"
    assert str(errors.StudentRaised("ValueError", "")) == "ValueError"


@pytest.mark.parametrize(
    ("name", "message", "traceback", "is_undefined", "is_not_written"),
    [
        ("NameError", "name 'f' is not defined", "NameError: name 'f' is not defined", True, True),
        ("NameError", "name 'y' is not defined", "cell 3, line 1, in f\nNameError: …", False, False),
        ("AttributeError", "'types.SimpleNamespace' object has no attribute 'f'", "AttributeError: …", True, True),
        ("AttributeError", "'Tensor' object has no attribute 'f'", "AttributeError: …", False, False),
        ("NotImplementedError", "", "cell 3, line 1, in f\nNotImplementedError", False, True),
    ],
)
def test_what_was_never_written_is_told_apart(
    name: str, message: str, traceback: str, is_undefined: bool, is_not_written: bool
) -> None:
    error = errors.StudentRaised(name, message, traceback)
    assert (error.is_undefined, error.is_not_written) == (is_undefined, is_not_written)
