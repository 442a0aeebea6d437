"""How many modes of a known mixture samples reach."""

from __future__ import annotations

from typing import Any

import torch

from autograder.metrics.inputs import as_pair


def mode_coverage(
    samples: Any, centres: Any, sigma: float, within: float = 3.0, *, least: int = 1
) -> tuple[int, float]:
    """Modes that are reached, and the share of samples that lie at one.

    A sample lies at its nearest centre if it is within ``within * sigma`` of it (Euclidean). Of a two-dimensional Gaussian
    98.9 % lies within 3 sigma.

    Args:
        samples: ``[N, D]``. NaN and infinity lie nowhere.
        centres: ``[modes, D]``.
        sigma: the standard deviation of a mode.
        within: how many of them still count.
        least: samples that a mode needs to be counted as reached.

    Returns:
        The number of modes reached, and the share of samples at a mode, 0 to 1.

    Raises:
        ValueError: if the dimensions differ, or sigma is not positive.
    """
    samples, centres = as_pair(samples, centres)
    if not sigma > 0:
        raise ValueError(f"sigma must be positive, not {sigma}")
    distances = torch.cdist(samples, centres, compute_mode="donot_use_mm_for_euclid_dist")
    nearest, mode = distances.min(1)
    close = nearest <= within * sigma  # NaN is not
    reached = torch.bincount(mode[close], minlength=len(centres)) >= least
    return int(reached.sum()), float(close.double().mean())
