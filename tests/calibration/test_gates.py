"""Where gates stand: worked cases, in both directions, and what is refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.calibration.gates import Question, Samples, fit_test, judge_samples
from autograder.testing import Direction, Verdict

REFERENCE = (0.09, 0.10, 0.11)  # mean 0.1, standard deviation 0.01


def samples(
    reference: tuple[float, ...] = REFERENCE,
    direction: Direction = "below",
    name: str = "mse",
    alternatives: dict[str, tuple[float, ...]] | None = None,
    two_sided: bool = False,
    tiers: bool = False,
    **mutants: tuple[float, ...],
) -> Samples:
    question = Question(name, "train", "test_it_learns", direction, two_sided, tiers)
    return Samples(question, reference, alternatives or {}, mutants)


def fit(measured: Samples):
    fits, refused = fit_test([measured])
    assert refused == []
    return fits[0]


def refusal(*measured: Samples) -> str:
    fits, refused = fit_test(measured)
    assert len(refused) == 1, refused
    assert len(fits) < len(measured) or "separated by no threshold" in refused[0]
    return refused[0]


def test_the_gate_is_half_way_between_the_worst_right_answer_and_the_nearest_mutant() -> None:
    found = fit(samples(alternatives={"other": (0.12,)}, far=(0.9, 0.8), near=(0.52, 0.6)))
    assert found.threshold.gate == pytest.approx((0.12 + 0.52) / 2)
    assert found.threshold.target == pytest.approx((0.11 + 0.32) / 2)
    assert found.nearest == ("near", 0.52)
    assert found.catches == ("far", "near")
    assert (found.threshold.half, found.threshold.too_good) == (None, None)


def test_where_more_is_better_all_is_mirrored() -> None:
    found = fit(samples((9.0, 10.0, 11.0), "above", tiers=True, two_sided=True, near=(1.0, 2.0), leak=(31.0, 40.0)))
    assert found.threshold.gate == 5.5  # half-way between 9 and 2
    assert found.threshold.half == pytest.approx(3.75)
    assert found.threshold.target == 8  # half-way between 9 and 5.5 is no count
    assert found.threshold.too_good == 21
    assert found.catches_too_good == ("leak",)


def test_the_gate_moves_away_from_the_reference_where_there_is_room() -> None:
    found = fit(samples(near=(0.165,)))
    assert (0.11 + 0.165) / 2 < 0.14  # half-way is less than four deviations of 0.01 from the mean of 0.1
    assert found.threshold.gate == pytest.approx(0.14)


def test_it_moves_for_the_spread_of_an_alternative_too_but_never_to_the_mutants() -> None:
    found = fit(samples(alternatives={"wild": (0.05, 0.1, 0.15)}, near=(0.35,)))
    assert found.threshold.gate == pytest.approx(0.15 + 0.75 * 0.2)


def test_what_does_not_separate_is_refused_with_both_values_and_what_to_do() -> None:
    said = refusal(samples(near=(0.13, 0.2)))
    for words in ("mse", "test_it_learns", "near", "0.13", "0.11", "0.1", "better metric", "larger budget"):
        assert words in said.replace("use a metric that shows the difference better", "better metric")


def test_a_mutant_among_the_right_answers_is_refused() -> None:
    said = refusal(samples(bad=(0.5,), good=(0.10, 0.5)))
    assert "the mutant good is separated by no threshold of test_it_learns" in said
    assert "at mse" in said


def test_a_threshold_that_catches_nothing_is_refused() -> None:
    assert "catches no mutant" in refusal(samples())
    assert "catches no mutant" in refusal(samples(caught_otherwise=()))


def test_a_reference_that_is_nan_is_refused() -> None:
    assert "NaN" in refusal(samples((0.1, math.nan), near=(0.5,)))


def test_a_mutant_that_is_better_is_caught_on_the_other_side_only_where_that_is_asked() -> None:
    leak = {"leak": (0.001, 0.002), "bad": (0.9,)}
    assert "two_sided" in refusal(samples(**leak))
    found = fit(samples(two_sided=True, **leak))
    assert found.threshold.too_good == pytest.approx((0.09 + 0.002) / 2)
    assert found.catches == ("bad",)
    assert found.catches_too_good == ("leak",)
    assert [found.threshold.judge(value) for value in (0.002, 0.09)] == [Verdict.TOO_GOOD, Verdict.PASS]


def test_without_such_a_mutant_too_good_is_far_beyond_the_reference_and_short_of_nothing() -> None:
    spread = tuple(1 + 0.01 * value for value in (-1, 0, 1))
    assert fit(samples(spread, two_sided=True, bad=(9.0,))).threshold.too_good == pytest.approx(0.99 - 0.08)
    assert fit(samples(two_sided=True, bad=(0.9,))).threshold.too_good == pytest.approx(0.01)
    wider = fit(samples(spread, alternatives={"other": (0.9,)}, two_sided=True, bad=(9.0,))).threshold.too_good
    assert wider is not None
    assert wider < 0.9 - 0.08, "right answers differ by more than the reference varies"
    above = fit(samples((-0.11, -0.1, -0.09), "above", two_sided=True, bad=(-0.9,)))  # a log-likelihood stays below 0
    assert above.threshold.too_good == pytest.approx(-0.0102, rel=0.15)
    assert above.threshold.judge(0.0) is Verdict.TOO_GOOD


def test_each_mutant_goes_to_the_threshold_that_separates_it_best() -> None:
    mse = samples(name="mse", blurs=(0.5,), collapses=(0.15,))
    modes = samples((8.0, 8.0, 7.9), "above", "modes", blurs=(7.0,), collapses=(1.0,))
    fits, refused = fit_test([mse, modes])
    assert refused == []
    assert [found.catches for found in fits] == [("blurs",), ("collapses",)]


def test_a_threshold_left_without_a_mutant_takes_the_one_that_it_separates_best() -> None:
    mse = samples(name="mse", bad=(5.0,), worse=(9.0,))
    ssim = samples((0.8, 0.9, 0.85), "above", "ssim", bad=(0.3,), worse=(0.1,))
    fits, refused = fit_test([mse, ssim])
    assert refused == []
    assert [found.catches for found in fits] == [("bad", "worse"), ("worse",)]


def test_a_mutant_that_varies_is_not_taken_for_separated_because_the_reference_does_not() -> None:
    mse = samples(name="mse", collapses=(0.4, 0.41, 0.42))
    modes = samples((8.0, 8.0, 8.0), "above", "modes", collapses=(7.0, 3.0, 5.0))
    fits, _ = fit_test([mse, modes])
    assert fits[0].catches == ("collapses",)


def test_counts_have_a_count_for_their_target() -> None:
    found = fit(samples((8.0, 8.0, 8.0), "above", near=(1.0, 2.0)))
    assert (found.threshold.gate, found.threshold.target) == (5, 7)


def test_rates_count_wrong_verdicts() -> None:
    found = fit(samples(tiers=True, near=(0.5,)))
    assert [(rate.count, rate.runs) for rate in found.rates] == [(0, 3), (0, 1)]
    later = samples((0.1, 0.2, 0.4), near=(0.6, 0.35, 0.2), other=(0.1,))
    false_fail, false_pass = judge_samples(found.threshold, later, found.catches)
    assert (false_fail.count, false_fail.runs) == (1, 3)
    assert (false_pass.count, false_pass.runs) == (2, 3)  # one has full marks, one has half of them


@given(
    st.lists(st.floats(1, 2), min_size=3, max_size=20),
    st.lists(st.floats(2.5, 100), min_size=1, max_size=5),
    st.sampled_from(["below", "above"]),
)
def test_whatever_is_placed_judges_its_own_samples_rightly(
    right: list[float], wrong: list[float], direction: Direction
) -> None:
    sign = 1 if direction == "below" else -1
    measured = samples(
        tuple(sign * v for v in right), direction, two_sided=True, tiers=True, bad=tuple(sign * v for v in wrong)
    )
    for found in fit_test([measured])[0]:
        assert [rate.count for rate in found.rates] == [0, 0]
        limits = found.threshold
        assert sign * limits.target < sign * limits.gate < sign * limits.half < min(wrong)  # type: ignore[operator] # has tiers
        mean, sd = sum(right) / len(right), found_sd(right)
        assert sign * limits.gate >= mean + 4 * sd - 1e-9


def found_sd(values: list[float]) -> float:
    mean = sum(values) / len(values)
    return math.sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
