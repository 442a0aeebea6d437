"""What a test measures and draws: thresholds, tiers, pictures, and the budget of training."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image

from autograder.errors import CheckFailed, GraderError
from autograder.judging.evidence import MAX_PICTURES, MAX_TILES, Evidence, PictureBook
from autograder.records import Outcome, TestResult
from autograder.testing import Threshold, Thresholds
from tests.judging.conftest import Judge

LIMITS = Thresholds({"mse": Threshold("mse", "below", gate=0.5, target=0.4, half=0.8, too_good=0.1)})
ASK = '@points("f", 4)\ndef test_it(notebook, threshold):\n    """It fits."""\n'
MSE = '    threshold.below("mse", notebook.f(), what="the error", hint="Train.", two_sided=True, tiers=True)\n'


def returning(value: str) -> dict[str, str]:
    return {"f": f"def f():\n    return {value}\n"}


@pytest.mark.parametrize(
    ("value", "outcome", "earned", "says"),
    [
        ("0.3", Outcome.PASSED, 4.0, ""),
        ("0.5", Outcome.PASSED, 4.0, ""),
        ("0.6", Outcome.PARTIAL, 2.0, "a little too large"),
        ("0.9", Outcome.FAILED, 0.0, "the error is too large"),
        ("0.05", Outcome.FAILED, 0.0, "better than this model can be"),
        ("float('nan')", Outcome.FAILED, 0.0, "the error is too large"),
        ("-float('inf')", Outcome.FAILED, 0.0, "the error is too large"),
    ],
)
def test_a_value_is_worth_what_its_threshold_says(
    judge: Judge, value: str, outcome: Outcome, earned: float, says: str
) -> None:
    result = judge(returning(value), ASK + MSE, thresholds=LIMITS)
    assert (result.outcome, result.earned) == (outcome, earned)
    assert says in result.message
    assert bool(result.message) == (outcome is not Outcome.PASSED)
    assert result.target == "at most 0.4", "the target is shown, and the gate is not"
    assert "0.5" not in result.message + result.target
    assert result.measures["mse"].value == pytest.approx(eval(value), nan_ok=True)
    assert TestResult.model_validate_json(result.model_dump_json()).measures.keys() == {"mse"}


def test_a_half_reached_threshold_is_not_hidden_by_the_next(judge: Judge) -> None:
    limits = Thresholds({**LIMITS.limits, "l0": Threshold("l0", "above", gate=1, target=2)})
    more = '    threshold.above("l0", 3.0, what="the count")\n'
    for order in (MSE + more, more + MSE):
        result = judge(returning("0.6"), ASK + order, thresholds=limits)
        assert (result.outcome, result.earned) == (Outcome.PARTIAL, 2.0)
        assert (result.hint, result.target) == ("Train.", "at most 0.4")
        assert set(result.measures) == {"mse", "l0"}


def test_a_failing_check_after_a_half_reached_threshold_costs_all(judge: Judge) -> None:
    result = judge(returning("0.6"), ASK + MSE + "    require(False, 'no')\n", thresholds=LIMITS)
    assert (result.outcome, result.earned, result.message) == (Outcome.FAILED, 0.0, "no")


def test_while_recording_every_value_passes_and_is_kept(judge: Judge) -> None:
    result = judge(returning("7.0"), ASK + MSE, thresholds=Thresholds({}, recording=True))
    assert result.outcome is Outcome.PASSED
    measure = result.measures["mse"]
    assert (measure.value, measure.direction, measure.two_sided, measure.tiers) == (7.0, "below", True, True)


def test_a_threshold_that_was_not_calibrated_judges_nobody(judge: Judge) -> None:
    result = judge(returning("0.3"), ASK + MSE)
    assert result.unexpected
    assert "autograder calibrate" in result.detail


@pytest.mark.parametrize("value", ["'0.3'", "None", "[0.3, 0.3]"])
def test_what_is_no_number_does_not_pass(judge: Judge, value: str) -> None:
    assert judge(returning(value), ASK + MSE, thresholds=LIMITS).earned == 0


# --- pictures


def drawn(draw: str, *arguments: Any, **options: Any) -> np.ndarray[Any, Any]:
    evidence = Evidence()
    getattr(PictureBook(evidence), draw)("a caption", *arguments, **options)
    (picture,) = evidence.pictures
    assert picture.caption == "a caption"
    return np.asarray(Image.open(io.BytesIO(picture.png)))


@pytest.mark.parametrize("shape", [(7, 64), (7, 8, 8), (7, 1, 8, 8)])
def test_grey_images_stand_in_rows(shape: tuple[int, ...]) -> None:
    x = torch.zeros(shape)
    x[6] = 0.5
    page = drawn("images", x, columns=5)
    assert page.shape == (2 * 52 + 4, 5 * 52 + 4)
    assert page[10, 10] == 0
    assert page[60, 60] == 128, "the seventh is the second of the second row"
    assert page[60, 120] == 255, "and nothing stands beside it"


def test_colours_are_kept_and_what_is_no_value_is_drawn_all_the_same() -> None:
    x = torch.zeros(2, 3, 12, 12)
    x[0, 0], x[1] = 5.0, torch.nan
    page = drawn("images", x)
    assert page[10, 10].tolist() == [255, 0, 0]
    assert page[10, 62].tolist() == [0, 0, 0]


def test_no_more_than_a_bounded_number_of_images_is_drawn() -> None:
    many, most = drawn("images", torch.zeros(10_000, 64)), drawn("images", torch.zeros(MAX_TILES, 64))
    assert many.shape == most.shape


@pytest.mark.parametrize(
    "x", [torch.zeros(3, 7), torch.zeros(5), torch.zeros(2, 2, 8, 8), torch.zeros(1, 999, 999), "x"]
)
def test_what_is_no_image_is_the_answers_fault(x: Any) -> None:
    with pytest.raises(CheckFailed):
        drawn("images", x)


def test_points_are_drawn_in_the_frame_of_the_reference() -> None:
    reference = torch.from_numpy(np.random.default_rng(0).normal(size=(500, 2)))
    near = drawn("points", reference, reference)
    far = drawn("points", torch.cat([reference, torch.full((1, 2), 1e9), torch.full((1, 2), torch.nan)]), reference)
    assert np.array_equal(near, far)
    with pytest.raises(CheckFailed, match="plane"):
        drawn("points", torch.zeros(5, 3))


def test_a_test_draws_few_pictures() -> None:
    book = PictureBook(Evidence())
    for _ in range(MAX_PICTURES):
        book.images("one", torch.zeros(1, 4))
    with pytest.raises(GraderError, match="at most"):
        book.images("too many", torch.zeros(1, 4))


def test_pictures_reach_the_result_and_survive_being_written(judge: Judge) -> None:
    grader = '@points("f", 1)\ndef test_it(notebook, picture):\n    picture.images("zeros", torch.zeros(2, 64))\n'
    result = judge(returning("1"), grader)
    again = TestResult.model_validate_json(result.model_dump_json())
    assert again.pictures == result.pictures
    assert again.pictures[0].png.startswith(b"\x89PNG")


# --- training

TRAINING = """
@trained("f")
def model(notebook, device):
    return notebook.f(device)

@points("f", 1)
def test_one(model):
    assert model == "cpu", "device"

@points("f", 1)
def test_two(notebook):
    assert notebook.f("x") == "x", "x"
"""
SLOW = {"f": "import time\ndef f(device):\n    time.sleep(1.0 if device == 'cpu' else 0)\n    return device\n"}


def test_training_is_charged_to_its_exercise_and_not_to_the_test(judge: Judge) -> None:
    judge.write(TRAINING)
    results = judge.run(SLOW, test_seconds=0.5, training_seconds={"f": 20.0}).results
    assert [result.outcome for result in results] == [Outcome.PASSED, Outcome.PASSED]


def test_training_over_its_budget_costs_what_needs_the_model(judge: Judge) -> None:
    judge.write(TRAINING)
    results = judge.run(SLOW, test_seconds=20.0, training_seconds={"f": 0.3}).results
    assert [result.outcome for result in results] == [Outcome.TIMEOUT, Outcome.PASSED]
    assert "0.3 s" in results[0].message


def test_what_trains_has_a_budget_in_the_lesson(judge: Judge) -> None:
    judge.write(TRAINING)
    with pytest.raises(GraderError, match="no `seconds` in the lesson"):
        judge.run(SLOW)


def test_training_that_returns_nothing_is_told_so_in_each_test_that_needs_the_model(judge: Judge) -> None:
    again = '@points("f", 1)\ndef test_three(model):\n    assert model.answer == 42\n'
    judge.write(f"{TRAINING}\n{again}")
    silent = {"f": "def f(device):\n    return None if device == 'cpu' else device\n"}
    results = judge.run(silent, training_seconds={"f": 20.0}).results
    assert [result.outcome for result in results] == [Outcome.FAILED, Outcome.PASSED, Outcome.FAILED]
    assert {results[0].message, results[2].message} == {"`f` returns nothing"}
    assert "return" in results[0].hint
    assert not any(result.unexpected for result in results)
