"""Wrong answers to `mode_coverage`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_each_mode_needs_enough_hits")
def hits_every_mode_nearby(samples, centres, sigma, within=3.0, least=1):
    """Lets a sample count for all centres that are near, not for the nearest one only."""
    close = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1) <= within * sigma
    return int((close.sum(dim=0) >= least).sum()), float(close.any(dim=1).double().mean())


@mutant(caught_by="test_each_mode_needs_enough_hits")
def leaves_the_border_out(samples, centres, sigma, within=3.0, least=1):
    """Takes "at most" for "less than"."""
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest < within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts >= least).sum()), float(hits.double().mean())


@mutant(caught_by="test_counts_modes_and_hits")
def divides_by_the_hits(samples, centres, sigma, within=3.0, least=1):
    """Computes the share of the samples that hit a covered mode among those that hit anything."""
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    covered = counts >= least
    return int(covered.sum()), float(counts[covered].sum() / max(int(hits.sum()), 1))


@mutant(caught_by="test_each_mode_needs_enough_hits")
def needs_more_than_least(samples, centres, sigma, within=3.0, least=1):
    """Counts a mode with more than `least` hits."""
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts > least).sum()), float(hits.double().mean())


@mutant(caught_by="test_counts_modes_and_hits")
def counts_every_nearest_centre(samples, centres, sigma, within=3.0, least=1):
    """Counts for each sample its nearest centre, however far away it is."""
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    counts = torch.bincount(mode, minlength=len(centres))
    return int((counts >= least).sum()), float((nearest <= within * sigma).double().mean())


@mutant(caught_by="test_counts_modes_and_hits")
def measures_squared_distances(samples, centres, sigma, within=3.0, least=1):
    """Compares a squared distance with a length."""
    distances = (samples[:, None] - centres.to(samples)[None]).square().sum(-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts >= least).sum()), float(hits.double().mean())


@mutant(caught_by="test_counts_modes_and_hits")
def looks_at_each_coordinate(samples, centres, sigma, within=3.0, least=1):
    """Uses a square instead of a disc: each coordinate by itself within three sigma."""
    distances = (samples[:, None] - centres.to(samples)[None]).abs().amax(-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts >= least).sum()), float(hits.double().mean())


@mutant(caught_by="test_samples_that_are_nowhere")
def throws_lost_samples_away(samples, centres, sigma, within=3.0, least=1):
    """Drops samples that are not finite before counting, so that they do not count in the share either."""
    samples = samples[samples.isfinite().all(dim=1)]
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= within * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts >= least).sum()), float(hits.double().mean())


@mutant(caught_by="test_counts_modes_and_hits")
def always_three_sigma(samples, centres, sigma, within=3.0, least=1):
    """Writes 3 where the argument belongs."""
    distances = (samples[:, None] - centres.to(samples)[None]).norm(dim=-1).nan_to_num(math.inf, math.inf)
    nearest, mode = distances.min(dim=1)
    hits = nearest <= 3 * sigma
    counts = torch.bincount(mode[hits], minlength=len(centres))
    return int((counts >= least).sum()), float(hits.double().mean())
