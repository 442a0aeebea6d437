"""Thresholds: what a value is worth, and what a damaged or missing file does."""

import math
from pathlib import Path

import pytest

from autograder.errors import GraderError
from autograder.testing.thresholds import FILE_NAME, Threshold, Thresholds, Verdict, read_thresholds

BELOW = Threshold("mse", "below", gate=0.5, target=0.4, half=0.7, too_good=0.1)
ABOVE = Threshold("modes", "above", gate=6, target=7, half=4, too_good=7.9)
ENTRY = """[thresholds.mse]
exercise = "train"
test = "test_it_learns"
direction = "below"
gate = 0.5
target = 0.4
"""


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (0.2, Verdict.PASS), (0.1, Verdict.PASS), (0.5, Verdict.PASS), (0.500001, Verdict.HALF), (0.7, Verdict.HALF),
        (0.71, Verdict.FAIL), (0.0999, Verdict.TOO_GOOD), (-1, Verdict.TOO_GOOD),
        (math.nan, Verdict.FAIL), (math.inf, Verdict.FAIL), (-math.inf, Verdict.FAIL),
    ],
)  # fmt: skip
def test_less_is_better(value: float, verdict: Verdict) -> None:
    assert BELOW.judge(value) is verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (6.5, Verdict.PASS), (6, Verdict.PASS), (7.9, Verdict.PASS), (5.9, Verdict.HALF), (4, Verdict.HALF),
        (3.9, Verdict.FAIL), (8, Verdict.TOO_GOOD), (math.nan, Verdict.FAIL), (math.inf, Verdict.FAIL),
    ],
)  # fmt: skip
def test_more_is_better(value: float, verdict: Verdict) -> None:
    assert ABOVE.judge(value) is verdict


def test_without_tiers_and_sides_there_are_two_verdicts() -> None:
    plain = Threshold("mse", "below", gate=0.5, target=0.4)
    assert [plain.judge(value) for value in (-9, 0.5, 0.6)] == [Verdict.PASS, Verdict.PASS, Verdict.FAIL]


def test_learners_read_the_target() -> None:
    assert (BELOW.target_text, ABOVE.target_text) == ("at most 0.4", "at least 7")


@pytest.mark.parametrize(
    "limits", [{"gate": 0.3}, {"half": 0.45}, {"too_good": 0.41}, {"gate": math.nan}, {"half": math.inf}]
)
def test_limits_stand_in_order(limits: dict[str, float]) -> None:
    with pytest.raises(GraderError, match="in order"):
        Threshold(**{"name": "mse", "direction": "below", "gate": 0.5, "target": 0.4} | limits)  # type: ignore[arg-type]


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(ENTRY)
    thresholds = Thresholds.load(tmp_path)
    assert thresholds.judge("mse", 0.45, "below").verdict is Verdict.PASS
    judgement = thresholds.judge("mse", 0.55, "below")
    assert judgement.verdict is Verdict.FAIL
    assert judgement.threshold == Threshold("mse", "below", 0.5, 0.4, exercise="train", test="test_it_learns")


@pytest.mark.parametrize(
    "text",
    [
        "[thresholds", "[thresholds.mse]\ngate = 1", "thresholds = 3", "[thresholds]\nmse = 3",
        ENTRY.replace("0.5", '"half"'), ENTRY.replace('"below"', '"sideways"'),
    ],
)  # fmt: skip
def test_a_damaged_file_is_the_graders_fault(text: str, tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(text)
    with pytest.raises(GraderError):
        read_thresholds(tmp_path / FILE_NAME)


def test_what_was_not_calibrated_cannot_be_judged(tmp_path: Path) -> None:
    with pytest.raises(GraderError, match="autograder calibrate"):
        Thresholds.load(tmp_path).judge("mse", 0.1, "below")


@pytest.mark.parametrize("question", [{"direction": "above"}, {"two_sided": True}, {"tiers": True}])
def test_a_threshold_answers_the_question_that_it_was_calibrated_for(question: dict[str, object]) -> None:
    thresholds = Thresholds({"mse": Threshold("mse", "below", 0.5, 0.4)})
    with pytest.raises(GraderError, match="another question"):
        thresholds.judge("mse", 0.1, **{"direction": "below"} | question)  # type: ignore[arg-type]


def test_recording_lets_every_value_pass(tmp_path: Path) -> None:
    thresholds = Thresholds.load(tmp_path, recording=True)
    for value in (0.0, 1e9, math.nan, math.inf):
        judgement = thresholds.judge("anything", value, "above", two_sided=True, tiers=True)
        assert (judgement.verdict, judgement.threshold) == (Verdict.PASS, None)
