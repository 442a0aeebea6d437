"""Wrong answers to `top_k`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_ties")
def turns_the_order_round(scores, k):
    """Believes that largest first is smallest first, read backwards."""
    x = scores.astype(float)
    x = np.where(np.isnan(x), -np.inf, x)
    return np.argsort(x, kind="stable")[::-1][:k]


@mutant(caught_by="test_ties")
def sorts_as_it_comes(scores, k):
    """Believes that every sort keeps ties in order."""
    return np.argsort(-scores.astype(float))[:k]


@mutant(caught_by="test_ties")
def partitions(scores, k):
    """Believes that a partition finds the same positions as a sort, and sorts these afterwards."""
    x = -scores.astype(float)
    if k == 0 or k >= len(x):
        return np.argsort(x, kind="stable")[:k]
    best = np.argpartition(x, k)[:k]
    return best[np.argsort(x[best], kind="stable")]


@mutant(caught_by="test_largest_first")
def smallest_first(scores, k):
    """Believes that argsort begins with the largest."""
    return np.argsort(scores.astype(float), kind="stable")[:k]


@mutant(caught_by="test_largest_first")
def returns_the_scores(scores, k):
    """Believes that the scores themselves are wanted."""
    return -np.sort(-scores.astype(float))[:k]


@mutant(caught_by="test_largest_first")
def the_largest_comes_last(scores, k):
    """Believes that the last k positions of a sort are the answer, in their order."""
    x = scores.astype(float)
    order = np.argsort(-x, kind="stable")[:k]
    return order[::-1]


@mutant(caught_by="test_largest_first")
def returns_ranks(scores, k):
    """Believes that argsort says which rank each score has."""
    order = np.argsort(-scores.astype(float), kind="stable")
    return np.argsort(order, kind="stable")[:k]


@mutant(caught_by="test_not_a_number")
def nan_wins(scores, k):
    """Believes that reversing twice is enough, and forgets where NaN has been put."""
    x = scores.astype(float)
    return (len(x) - 1 - np.argsort(x[::-1], kind="stable")[::-1])[:k]


@mutant(caught_by="test_not_a_number")
def nan_is_minus_infinity(scores, k):
    """Believes that nothing is less than NaN made minus infinity, and that the two may be ties."""
    x = scores.astype(float)
    return np.argsort(-np.where(np.isnan(x), -np.inf, x), kind="stable")[:k]


@mutant(caught_by="test_not_a_number")
def nan_is_zero(scores, k):
    """Believes that a score that is missing is a score of 0."""
    return np.argsort(-np.nan_to_num(scores.astype(float), posinf=np.inf, neginf=-np.inf), kind="stable")[:k]


@mutant(caught_by="test_other_kinds_and_sizes")
def negates_unsigned_numbers(scores, k):
    """Believes that minus a whole number is always less than 0."""
    x = scores.astype(int) if scores.dtype == bool else scores
    return np.argsort(-x, kind="stable")[:k]


@mutant(caught_by="test_other_kinds_and_sizes")
def rounds_to_float32(scores, k):
    """Believes that float32 has room for every whole number."""
    x = scores.astype(np.float32) if scores.dtype.kind in "iu" else scores.astype(float)
    return np.argsort(-x, kind="stable")[:k]


@mutant(caught_by="test_other_kinds_and_sizes")
def fills_up(scores, k):
    """Believes that k positions have to come back, and repeats the last one."""
    order = np.argsort(-scores.astype(float), kind="stable")
    return order[np.minimum(np.arange(k), len(order) - 1)]
