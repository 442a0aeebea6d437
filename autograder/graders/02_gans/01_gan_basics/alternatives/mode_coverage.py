"""Other right answers to `mode_coverage`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative


@alternative
def coverage_by_cdist(samples, centres, sigma, within=3.0, least=1):
    """`cdist`, one-hot counts; returns tensors."""
    samples = samples.double()
    good = samples.isfinite().all(dim=1)
    distances = torch.cdist(samples[good], centres.double(), compute_mode="donot_use_mm_for_euclid_dist")
    nearest = distances.argmin(dim=1)
    hits = distances.amin(dim=1) <= within * sigma
    counts = nn.functional.one_hot(nearest[hits], len(centres)).sum(dim=0)
    return (counts >= least).sum(), hits.sum() / len(samples)


@alternative
def coverage_in_a_loop(samples, centres, sigma, within=3.0, least=1):
    """One sample after another, with plain numbers."""
    counts = [0] * len(centres)
    for row in samples.tolist():
        lengths = [math.dist(row, centre) for centre in centres.tolist()]
        if any(math.isnan(length) for length in lengths):
            continue
        nearest = min(range(len(centres)), key=lengths.__getitem__)
        if lengths[nearest] <= within * sigma:
            counts[nearest] += 1
    return sum(count >= least for count in counts), sum(counts) / len(samples)


@alternative
def coverage_in_numpy(samples, centres, sigma, within=3.0, least=1):
    """NumPy, with `np.unique` for the counts."""
    points, middles = np.asarray(samples, dtype=float), np.asarray(centres, dtype=float)
    with np.errstate(invalid="ignore"):
        distances = np.linalg.norm(points[:, None] - middles[None], axis=-1)
    distances[np.isnan(distances)] = np.inf
    hits = distances.min(axis=1) <= within * sigma
    _, counts = np.unique(distances.argmin(axis=1)[hits], return_counts=True)
    return int((counts >= least).sum()), float(hits.mean())
