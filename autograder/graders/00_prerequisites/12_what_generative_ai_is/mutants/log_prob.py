"""Wrong answers to `log_prob`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_long_and_impossible_names")
def multiplies_first(p, names):
    """Believes that the logarithm of the product is as good as the sum of logarithms."""
    products = [np.prod(p[codes(name)[:-1], codes(name)[1:]]) for name in names]
    return np.log(np.array(products, dtype=float))


@mutant(caught_by="test_long_and_impossible_names")
def floors_small_shares(p, names):
    """Believes that log 0 has to be kept away by a small constant."""
    logs = np.log(p + 1e-12)
    return np.array([logs[codes(name)[:-1], codes(name)[1:]].sum() for name in names], dtype=float)


@mutant(caught_by="test_long_and_impossible_names")
def leaves_out_what_is_impossible(p, names):
    """Believes that pairs without a logarithm can be skipped."""
    logs = np.where(p > 0, np.log(np.where(p > 0, p, 1)), 0)
    return np.array([logs[codes(name)[:-1], codes(name)[1:]].sum() for name in names], dtype=float)


@mutant(caught_by="test_sum_over_pairs")
def averages_over_letters(p, names):
    """Believes that the logarithm of a name is the mean over its letters."""
    logs = np.log(p)
    return np.array([logs[codes(name)[:-1], codes(name)[1:]].mean() for name in names], dtype=float)


@mutant(caught_by="test_all_names_together")
def leaves_out_the_last_factor(p, names):
    """Believes that a name is over when its letters are."""
    logs = np.log(p)
    return np.array([logs[codes(name)[:-2], codes(name)[1:-1]].sum() for name in names], dtype=float)


@mutant(caught_by="test_sum_over_pairs")
def reads_columns(p, names):
    """Believes that the first letter stands in the column."""
    logs = np.log(p)
    return np.array([logs[codes(name)[1:], codes(name)[:-1]].sum() for name in names], dtype=float)


@mutant(caught_by="test_sum_over_pairs")
def takes_the_logarithm_to_base_two(p, names):
    """Believes that one logarithm is as good as another."""
    logs = np.log2(p)
    return np.array([logs[codes(name)[:-1], codes(name)[1:]].sum() for name in names], dtype=float)
