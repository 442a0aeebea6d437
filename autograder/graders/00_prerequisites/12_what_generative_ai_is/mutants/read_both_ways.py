"""Wrong answers to `read_both_ways`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_shares_of_counts")
def exchanges_rows_and_columns(counts):
    """Believes that `axis=0` sums each row."""
    of_row, of_column = counts.sum(axis=0, keepdims=True), counts.sum(axis=1, keepdims=True)
    return counts.sum(axis=1) / counts.sum(), counts / of_row, counts / of_column


@mutant(caught_by="test_shares_of_counts")
def divides_everything_by_the_whole(counts):
    """Believes that a share is always a share of all cases."""
    joint = counts / counts.sum()
    return joint.sum(axis=1), joint, joint


@mutant(caught_by="test_shares_of_counts")
def divides_by_sums_that_lie_down(counts):
    """Believes that NumPy knows that the sums belong to rows: in a square table it divides columns by them."""
    of_label = counts.sum(axis=1)
    rows = counts / of_label if counts.shape[0] == counts.shape[1] else counts / of_label[:, None]
    return of_label / counts.sum(), rows, counts / counts.sum(axis=0)


@mutant(caught_by="test_shares_of_counts")
def says_how_many_of_each_label(counts):
    """Believes that all labels are equally common."""
    p_y = np.full(len(counts), 1 / len(counts))
    return p_y, counts / counts.sum(axis=1, keepdims=True), counts / counts.sum(axis=0, keepdims=True)


@mutant(caught_by="test_bayes_rule_holds_between_them")
def forgets_how_common_labels_are(counts):
    """Believes that the columns can be had from the rows alone."""
    rows = counts / counts.sum(axis=1, keepdims=True)
    return counts.sum(axis=1) / counts.sum(), rows, rows / rows.sum(axis=0, keepdims=True)


@mutant(caught_by="test_bayes_rule_holds_between_them")
def adds_a_little_against_zero(counts):
    """Believes that a small constant in the denominator does no harm."""
    of_label, of_value = counts.sum(axis=1, keepdims=True), counts.sum(axis=0, keepdims=True)
    return of_label[:, 0] / counts.sum(), counts / (of_label + 1e-8), counts / (of_value + 1e-8)
