"""The plot of a threshold: every value is in it, every limit, and it is the same each time."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from autograder.calibration.gates import Question, Samples
from autograder.calibration.plots import LEFT, RIGHT, WIDTH, draw
from autograder.testing import Threshold

QUESTION = Question("mse", "train", "test_it_learns", "below", True, True)
LIMITS = Threshold("mse", "below", gate=0.5, target=0.4, half=0.7, too_good=0.01)
SAMPLES = Samples(QUESTION, (0.1, 0.12, 0.11), {"solves": (0.13,)}, {"near": (0.9, 1.0), "far": (50.0,), "none": ()})


def columns(drawn: str) -> list[float]:
    return [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', drawn)]


def test_every_value_and_every_limit_is_drawn() -> None:
    drawn = draw(LIMITS, SAMPLES, ("near", "far", "none"), "20 seeds <of nothing>")
    ElementTree.fromstring(drawn)
    assert len(columns(drawn)) == 7
    for text in ("mse: less is better", "reference", "solves", "near", "far", "&lt;of nothing&gt;"):
        assert text in drawn
    for text in ("gate 0.5", "target 0.4", "half gate 0.7", "too good 0.01"):
        assert text in drawn
    assert ">none<" not in drawn
    assert drawn == draw(LIMITS, SAMPLES, ("near", "far", "none"), "20 seeds <of nothing>")


def test_values_stand_in_order_also_on_a_logarithmic_axis() -> None:
    drawn = draw(LIMITS, SAMPLES, ("near", "far"), "")
    assert "logarithmic" in drawn
    reference, solves, near, far = columns(drawn)[:3], columns(drawn)[3], columns(drawn)[4:6], columns(drawn)[6]
    assert LEFT <= min(reference) < max(reference) < solves < min(near) < max(near) < far <= WIDTH - RIGHT


def test_what_lies_far_away_is_shown_at_the_edge() -> None:
    question = Question("elbo", "train", "test", "above")
    samples = Samples(question, (-18.0, -18.2), {}, {"near": (-22.0,), "explodes": (-1e9,)})
    drawn = draw(Threshold("elbo", "above", gate=-20, target=-19), samples, ("near", "explodes"), "")
    assert len(columns(drawn)) == 3
    assert f"M{LEFT} " in drawn.split("explodes")[1]
    assert "more is better" in drawn


def test_the_labels_of_limits_stay_inside_and_apart() -> None:
    close = Threshold("mse", "below", gate=0.99, target=0.98, half=1.0, too_good=0.97)
    drawn = draw(close, Samples(QUESTION, (0.5, 0.51), {}, {"near": (1.01,)}), ("near",), "")
    places = [(float(x), 6.4 * len(text)) for x, text in re.findall(r'<text x="([\d.]+)" y="65"[^>]*>([^<]*)<', drawn)]
    assert len(places) == 4
    spans = sorted((x - width / 2, x + width / 2) for x, width in places)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    assert spans[-1][1] <= WIDTH


@pytest.mark.parametrize("values", [(0.0, 0.0), (8.0, 8.0)])
def test_a_reference_that_never_varies_is_drawn(values: tuple[float, ...]) -> None:
    samples = Samples(Question("modes", "train", "test", "above"), values, {}, {"near": (-1.0,)})
    drawn = draw(Threshold("modes", "above", gate=-0.5, target=values[0]), samples, ("near",), "")
    ElementTree.fromstring(drawn)
