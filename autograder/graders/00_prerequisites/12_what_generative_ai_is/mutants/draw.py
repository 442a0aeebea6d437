"""Wrong answers to `draw`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_ends_of_the_stretches")
def gives_an_end_to_the_stretch_before(counts, u):
    """Believes that `side` does not matter: at u = 0 an impossible outcome in front is drawn."""
    ends = np.cumsum(counts)
    return np.searchsorted(ends, u * ends[-1], side="left")


@mutant(caught_by="test_ends_of_the_stretches")
def falls_off_the_end(counts, u):
    """Believes that shares sum to 1."""
    return np.searchsorted(np.cumsum(counts / np.sum(counts)), u, side="right")


@mutant(caught_by="test_ends_of_the_stretches")
def ends_at_the_last_outcome(counts, u):
    """Believes that what falls off the end belongs to the last outcome, even if its count is 0."""
    k = np.searchsorted(np.cumsum(counts / np.sum(counts)), u, side="right")
    return np.minimum(k, len(counts) - 1)


@mutant(caught_by="test_where_u_lands")
def forgets_to_stretch(counts, u):
    """Believes that counts sum to 1, as shares do."""
    return np.minimum(np.searchsorted(np.cumsum(counts), u, side="right"), len(counts) - 1)


@mutant(caught_by="test_where_u_lands")
def all_outcomes_alike(counts, u):
    """Believes that an outcome is a random index."""
    return (np.asarray(u) * len(counts)).astype(np.int64)


@mutant(caught_by="test_where_u_lands")
def takes_the_likeliest(counts, u):
    """Believes that a generator returns the most likely outcome."""
    return np.full(np.shape(u), np.argmax(counts), dtype=np.int64)


@mutant(caught_by="test_where_u_lands")
def makes_chance_of_its_own(counts, u):
    """Believes that a sampler has to make its own random numbers."""
    counts = np.asarray(counts, dtype=np.float64)
    return np.random.default_rng(0).choice(len(counts), size=np.shape(u), p=counts / counts.sum())
