"""Feedback as an oracle: who hands in guesses again and again learns a power of ten each time, and never a value.

A common grader's message holds the hidden value itself, so that one guess is enough. What is left here is counted: how
many different answers there are, and how often somebody who bisects must hand in for one number.
"""

from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.course import Course, find_course
from autograder.errors import CheckFailed
from autograder.feedback import render_feedback
from autograder.records import ExerciseResult, Outcome, Report, Status, TestResult
from autograder.sandbox.client import Zygote
from autograder.testing import assert_close
from autograder.verbs import grading
from autograder.verbs.grade import grade_class
from tests.hostile.arena import fresh_course, what_the_student_sees
from tests.hostile.handing_in import PATIENT, patient
from tests.hostile.victim import ASSIGNMENT, HONEST, answered, hand_in
from tests.verbs.zygotes import SharedZygote

SECRET = 7.3890561
TOLERANCE = 1e-6
# Words of a message that are no measured quantity.
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e-?\d+)?")


def said(guess: object, hidden: object) -> str:
    """All that a student reads of a guess; nothing where it is right."""
    try:
        assert_close(guess, hidden, rtol=TOLERANCE, atol=0)
    except CheckFailed as failed:
        return " | ".join((failed.message, failed.hint, failed.measured, failed.target))
    return ""


# --- one guess


def test_a_common_message_gives_the_value_away(tmp_path: Path) -> None:
    (tmp_path / "test_hidden.py").write_text(
        f"def test():\n    x = 1.0\n    expected = {SECRET}\n    assert x == expected\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True).stdout
    assert f"assert 1.0 == {SECRET}" in told
    with pytest.raises(AssertionError, match=str(SECRET)):
        np.testing.assert_allclose([1.0], [SECRET])
    with pytest.raises(AssertionError) as raised:
        torch.testing.assert_close(torch.tensor([1.0]), torch.tensor([SECRET]))
    difference = re.search(r"Greatest absolute difference: ([\d.]+)", str(raised.value))
    assert difference is not None
    assert math.isclose(1 + float(difference[1]), SECRET, rel_tol=1e-6)


GUESSES = [
    *(factor * SECRET for factor in np.logspace(-12, 12, 97)),
    *(SECRET + shift for shift in np.logspace(-4, 12, 65)),
    *(SECRET - shift for shift in np.logspace(-4, 12, 65)),
    *(-SECRET, 0.0, math.nan, math.inf, -math.inf),
]


def test_a_message_holds_powers_of_ten_and_nothing_else() -> None:
    numbers = {number for guess in GUESSES for number in NUMBER.findall(said(guess, SECRET).replace("^-", "^"))}
    assert numbers <= {str(10**n) for n in range(5)} | {str(n) for n in range(21)}


@given(st.floats(0.1, 10.0), st.floats(-8, 8), st.floats(-5.4, 3.4).filter(lambda e: abs(abs(e % 1) - 0.5) > 0.01))
def test_whoever_is_off_by_as_much_is_told_the_same(mantissa: float, exponent: float, error: float) -> None:
    """Whatever the hidden value is, its size, its sign: a message knows the relative error's power of ten alone."""
    hidden = mantissa * 10**exponent
    told = said(SECRET * (1 + 10**error), SECRET)
    for other in (hidden, -hidden):
        assert said(other * (1 + 10**error), other) == told
    assert told == said(SECRET * (1 + 10 ** round(error)), SECRET)


def test_there_are_few_answers() -> None:
    """Each is worth some bits: a hand-in buys no more of them, whatever is guessed."""
    answers = {said(guess, SECRET) for guess in GUESSES}
    assert len(answers) <= 26
    assert math.log2(len(answers)) < 5


# --- many guesses


def bisect(answer: Callable[[float], object], low: float, high: float) -> tuple[float, int]:
    """Find where an answer changes, as closely as a test needs it: the place, and the guesses that it took."""
    at_low, guesses = answer(low), 1
    while high - low > TOLERANCE * abs(low) / 4:
        middle = (low + high) / 2
        guesses += 1
        if answer(middle) == at_low:
            low = middle
        else:
            high = middle
    return high, guesses


def test_what_bisection_costs() -> None:
    """The change from `about 10 %` to `about 1 %` is at a distance that is known: who finds the one knows the other.

    So a number that stays the same is found by whoever gets feedback on some twenty guesses of it, where a common message
    gives it for one. How often feedback is given is the course's to say.
    """
    near = 10**-1.5  # the border between the two, relative to the hidden value
    place, guesses = bisect(lambda guess: "about 1 %" in said(guess, SECRET), SECRET * 0.9, SECRET * 0.9999)
    assert math.isclose(place / (1 - near), SECRET, rel_tol=1e-5)
    assert guesses >= 15, "a hand-in gives one bit of what is asked"


def test_only_the_worst_entry_speaks() -> None:
    """In a vector, a better guess of one entry changes nothing as long as another is worse: one guess tells of one entry."""
    hidden = torch.tensor([SECRET, 2.0, -3.0, 0.5], dtype=torch.float64)
    told = {said(hidden + torch.tensor([shift, 0.0, 0.0, 5.0]), hidden) for shift in (-4.0, -1.0, 0.3, 1e-3, 1e-4)}
    assert len(told) == 1


# --- seconds


class Counting(float):
    """A number that knows how often numbers of its kind were compared: what a clock would tell, without a clock."""

    compared = 0

    def __eq__(self, other: object) -> bool:
        Counting.compared += 1
        return float(self) == other

    __hash__ = float.__hash__


def test_a_comparison_that_ends_early_tells_how_much_is_right() -> None:
    hidden = [float(n) for n in range(20)]
    took = []
    for right in (0, 7, 20):
        Counting.compared = 0
        guesses = [Counting(number) for number in [*hidden[:right], *[-1.0] * (20 - right)]]
        assert all(map(Counting.__eq__, guesses, hidden)) is (right == 20)
        took.append(Counting.compared)
    assert took == [1, 8, 20]


def timed(seconds: float) -> Report:
    test = TestResult(
        test="t", exercise="double", points=2, earned=0, outcome=Outcome.FAILED, message="wrong", seconds=seconds
    )
    return Report(
        assignment=ASSIGNMENT,
        student="mallory",
        status=Status.GRADED,
        exercises=(ExerciseResult(exercise="double", points=2, earned=0, tests=(test,)),),
        timings={"asked": seconds, "total": seconds},
    )


def test_no_page_says_how_long_it_took() -> None:
    assert timed(0.001) != timed(9.0)
    assert render_feedback(None, timed(0.001), "x") == render_feedback(None, timed(9.0), "x")


# --- the whole way

SMUGGLE = "def double(x):\n    raise ValueError(' '.join(repr(float(v)) for v in x.flatten()))\n"
SPECTRUM = {
    "zero": "def double(x):\n    return 0 * x\n",
    "scaled": "def double(x):\n    return 2.001 * x\n",
    "tripled": "def double(x):\n    return 3 * x\n",
    "shifted": "def double(x):\n    return 2 * x + 0.125\n",
    "negative": "def double(x):\n    return -2 * x\n",
    "constant": "def double(x):\n    return 0 * x + 0.7\n",
    "ragged": "def double(x):\n    return [1.0, [2.0]]\n",
    "infinite": "def double(x):\n    return x / 0\n",
    "shape": "def double(x):\n    return x[:1]\n",
}


def asking_all_the_same(course: Course, root: Path) -> Course:
    """A copy that draws its hidden inputs once for everybody."""
    copy = fresh_course(course, root)
    settings = copy.root / "course.toml"
    settings.write_text("asks_all_the_same = true\n" + settings.read_text(encoding="utf-8"), encoding="utf-8")
    return find_course(copy.root)


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    with Zygote(PATIENT, preload=("torch",)) as zygote:
        yield zygote


@pytest.mark.sandbox
def test_no_guess_makes_the_feedback_say_what_was_expected(
    victim: Course, zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inputs can be said in an exception of the student's: so they are known here, and what is expected, too."""
    course = asking_all_the_same(patient(fresh_course(victim, tmp_path / "course")), tmp_path / "same")
    for name, answer in {"smuggle": SMUGGLE, **SPECTRUM}.items():
        hand_in(course, name, answered(course, HONEST | {"double": answer}))
    monkeypatch.setattr("autograder.judging.grader.Zygote", SharedZygote(zygote))
    seen = {
        s.report.student: what_the_student_sees(course, s.report) for s in grade_class(course, ASSIGNMENT, workers=1)
    }
    grading.close_graders()
    inputs = {float(number) for number in re.findall(r"-?\d\.\d{6,}", seen["smuggle"])}
    assert len(inputs) >= 3 + 8, "both tests' inputs"
    expected = {f"{abs(2 * x):.10f}".lstrip("0.")[:4] for x in inputs}
    for name in SPECTRUM:
        shown = re.sub(
            r'"(?:seconds|fingerprint)":[^,}]*|"timings":\{[^}]*\}|[0-9a-f]{24,}',
            "",
            seen[name].partition("<!DOCTYPE")[0],
        )
        digits = {number.replace(".", "").lstrip("0")[:4] for number in re.findall(r"\d+\.\d{3,}", shown)}
        assert not digits & expected, name


LEARNT = """import torch
KNOWN = {table}
def double(x):
    return torch.tensor([KNOWN.get(round(float(v), 6), 0.0) for v in x.flatten()], dtype=x.dtype).reshape(x.shape)
"""


@pytest.mark.sandbox
def test_answers_to_inputs_that_were_seen_are_of_no_use_to_the_next_hand_in(
    victim: Course, zygote: Zygote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A course that asks all the same gives its points to whoever gets feedback and has right answers from elsewhere."""
    monkeypatch.setattr("autograder.judging.grader.Zygote", SharedZygote(zygote))

    def earned(course: Course, answer: str) -> tuple[float, str]:
        hand_in(course, "mallory", answered(course, HONEST | {"double": answer}))
        (step,) = grade_class(course, ASSIGNMENT, workers=1)
        grading.close_graders()
        return step.report.exercises[0].earned, what_the_student_sees(course, step.report)

    def earned_by_heart(course: Course) -> float:
        points, seen = earned(course, SMUGGLE)
        assert points == 0
        inputs = {float(number) for number in re.findall(r"-?\d\.\d{6,}", seen.partition("<!DOCTYPE")[0])}
        assert len(inputs) >= 3 + 8, "both tests' inputs"
        return earned(course, LEARNT.format(table={round(x, 6): 2 * x for x in inputs}))[0]

    course = patient(fresh_course(victim, tmp_path / "course"))
    assert earned_by_heart(asking_all_the_same(course, tmp_path / "same")) == 2
    assert earned_by_heart(course) == 0
