"""Wrong answers to `is_sampler_of`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_memory")
def looks_at_shares_only(sample, p):
    """Believes that right shares make a right sampler."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    shares = np.array([np.mean(x == k) for k in range(K)])
    if (shares[p == 0] > 0).any() or np.abs(shares - p).max() > 0.02:
        return False
    return bool((p > 0).sum() == 1 or not np.array_equal(x, again))


@mutant(caught_by="test_shares")
def looks_for_possible_outcomes_only(sample, p):
    """Believes that it is enough that all outcomes come, and no impossible ones."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    if set(np.unique(x).tolist()) != set(np.flatnonzero(p).tolist()):
        return False
    return bool((p > 0).sum() == 1 or not np.array_equal(x, again))


@mutant(caught_by="test_shares")
def compares_the_mean(sample, p):
    """Believes that a right mean makes right shares."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.flatnonzero(p)).all():
        return False
    if abs(x.mean() - np.arange(K) @ p) > 0.05:
        return False
    pairs = np.mean((x[:-1] - x.mean()) * (x[1:] - x.mean()))
    return bool(abs(pairs) < 0.05 and ((p > 0).sum() == 1 or not np.array_equal(x, again)))


@mutant(caught_by="test_outcomes_that_cannot_be")
def forgives_rare_impossible_outcomes(sample, p):
    """Believes that what is impossible may come as long as it is rare."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    pairs = np.array([[np.mean((x[:-1] == i) & (x[1:] == j)) for j in range(K)] for i in range(K)])
    shares = np.array([np.mean(x == k) for k in range(K)])
    if np.abs(shares - p).max() > 0.02 or np.abs(pairs - np.outer(p, p)).max() > 0.02:
        return False
    return bool((p > 0).sum() == 1 or not np.array_equal(x, again))


@mutant(caught_by="test_outcomes_that_cannot_be")
def looks_at_the_range_of_outcomes_only(sample, p):
    """Believes that what lies between 0 and K - 1 is an outcome: 0.5 and NaN slip through."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or (x < 0).any() or (x > K - 1).any():
        return False
    pairs = np.array([[np.mean((x[:-1] == i) & (x[1:] == j)) for j in range(K)] for i in range(K)])
    shares = np.array([np.mean(x == k) for k in range(K)])
    if (shares[p == 0] > 0).any() or np.abs(shares - p).max() > 0.02 or np.abs(pairs - np.outer(p, p)).max() > 0.02:
        return False
    return bool((p > 0).sum() == 1 or not np.array_equal(x, again))


@mutant(caught_by="test_fresh_outcomes")
def asks_only_once(sample, p):
    """Believes that one call shows everything."""
    n, K = 40_000, len(p)
    x = np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    pairs = np.array([[np.mean((x[:-1] == i) & (x[1:] == j)) for j in range(K)] for i in range(K)])
    shares = np.array([np.mean(x == k) for k in range(K)])
    if (shares[p == 0] > 0).any():
        return False
    return bool(np.abs(shares - p).max() <= 0.02 and np.abs(pairs - np.outer(p, p)).max() <= 0.02)


@mutant(caught_by="test_fresh_outcomes")
def rejects_all_that_repeats(sample, p):
    """Believes that two equal calls are always a fault, even where only one outcome is possible."""
    n, K = 40_000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    pairs = np.array([[np.mean((x[:-1] == i) & (x[1:] == j)) for j in range(K)] for i in range(K)])
    shares = np.array([np.mean(x == k) for k in range(K)])
    if (shares[p == 0] > 0).any() or np.abs(shares - p).max() > 0.02 or np.abs(pairs - np.outer(p, p)).max() > 0.02:
        return False
    return not np.array_equal(x, again)


@mutant(caught_by="test_shares")
def demands_exact_shares(sample, p):
    """Believes that a right sampler has nearly exact shares."""
    n, K = 1000, len(p)
    x, again = np.asarray(sample(n)), np.asarray(sample(n))
    if x.shape != (n,) or not np.isin(x, np.arange(K)).all():
        return False
    shares = np.array([np.mean(x == k) for k in range(K)])
    if np.abs(shares - p).max() > 1e-4:
        return False
    return bool((p > 0).sum() == 1 or not np.array_equal(x, again))
