"""Scores from a classifier's probabilities."""

from __future__ import annotations

import math
from typing import Any

import torch

from autograder.metrics.inputs import as_samples, is_finite

# Float32 probabilities of a thousand classes add up to one this closely.
ROUNDING = 1e-3


def inception_score(probs: Any, splits: int = 1) -> float:
    """``exp E_x KL(p(y|x) || p(y))``, averaged over consecutive splits of the samples.

    Args:
        probs: a classifier's probabilities, one row per generated sample, ``[N, K]``.
        splits: parts of about equal size, each with its own ``p(y)``. The score grows with the size of a part.

    Returns:
        Between 1 (every row the same) and K (certain and uniform over classes); NaN if something is not finite.

    Raises:
        ValueError: if rows are no probabilities, or there are fewer of them than splits.

    Source:
        T. Salimans et al., *Improved Techniques for Training GANs*, arXiv:1606.03498, section 4.
    """
    probs = as_samples(probs, "probabilities")
    if not 1 <= splits <= len(probs):
        raise ValueError(f"{len(probs)} samples cannot be split into {splits} parts")
    if not is_finite(probs):
        return float("nan")
    if bool((probs < 0).any()) or bool(((probs.sum(1) - 1).abs() > ROUNDING).any()):
        raise ValueError("each row must be probabilities: not negative, and adding up to 1")
    return sum(_score(part) for part in torch.tensor_split(probs, splits)) / splits


def _score(probs: torch.Tensor) -> float:
    marginal = probs.mean(0)
    divergences = (torch.special.xlogy(probs, probs) - torch.special.xlogy(probs, marginal)).sum(1)
    return math.exp(float(divergences.mean()))
