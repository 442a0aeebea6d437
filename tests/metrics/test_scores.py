"""The inception score: against torchmetrics and its extremes."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torchmetrics.image.inception import InceptionScore

from autograder.metrics import inception_score


@pytest.mark.filterwarnings("ignore:Metric `InceptionScore` will save all")  # theirs warns of its memory,
@pytest.mark.filterwarnings("ignore:std")  # and asks for the spread of one split
def test_it_is_torchmetrics(generator: np.random.Generator) -> None:
    logits = torch.from_numpy(3 * generator.standard_normal((60, 10)))
    metric = InceptionScore(feature=torch.nn.Identity(), splits=1)
    metric.update(logits)
    assert inception_score(logits.softmax(1)) == pytest.approx(float(metric.compute()[0]), rel=1e-6)


def test_its_extremes() -> None:
    assert inception_score(torch.eye(10).repeat(3, 1)) == pytest.approx(10.0)
    assert inception_score(torch.full((30, 10), 0.1)) == pytest.approx(1.0)
    assert inception_score(torch.eye(10)[[4] * 30]) == pytest.approx(1.0), "one class, however certain"


def test_splits_are_consecutive_and_averaged(generator: np.random.Generator) -> None:
    probs = torch.from_numpy(generator.dirichlet(np.ones(4), 11))
    expected = (inception_score(probs[:4]) + inception_score(probs[4:8]) + inception_score(probs[8:])) / 3
    assert inception_score(probs, splits=3) == pytest.approx(expected)
    assert inception_score(torch.eye(4).repeat_interleave(5, 0), splits=4) == pytest.approx(1.0)


def test_edges() -> None:
    with pytest.raises(ValueError, match="adding up to 1"):
        inception_score(torch.ones(3, 2))
    with pytest.raises(ValueError, match="not negative"):
        inception_score(torch.tensor([[1.5, -0.5]]))
    with pytest.raises(ValueError, match="3 samples cannot be split into 4 parts"):
        inception_score(torch.full((3, 2), 0.5), splits=4)
    with pytest.raises(ValueError, match="one row per sample"):
        inception_score(torch.tensor([0.5, 0.5]))
    assert math.isnan(inception_score(torch.full((3, 2), math.nan)))
