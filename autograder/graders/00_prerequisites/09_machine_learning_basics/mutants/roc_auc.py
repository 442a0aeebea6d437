"""Wrong answers to `roc_auc`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_ties_count_half")
def loses_ties(y, scores):
    """Believes that a tie is not a win."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    return np.mean(ones[:, None] > zeros)


@mutant(caught_by="test_ties_count_half")
def wins_ties(y, scores):
    """Believes that at least as high is good enough."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    return np.mean(ones[:, None] >= zeros)


@mutant(caught_by="test_order_is_all_that_counts")
def walks_through_the_sorted_scores(y, scores):
    """Believes that sorting puts ties in the right order: walks through them one by one, and adds up rectangles."""
    if len(set(np.asarray(y).tolist())) < 2:
        raise ValueError(y)
    order = np.argsort(-scores, kind="stable")
    height = np.cumsum(y[order] == 1) / np.sum(y == 1)
    return np.mean(height[y[order] == 0])


@mutant(caught_by="test_share_of_pairs_in_order")
def looks_from_the_other_side(y, scores):
    """Believes that a low score speaks for a one."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    return 0.5 - np.mean(np.sign(ones[:, None] - zeros)) / 2


@mutant(caught_by="test_share_of_pairs_in_order")
def is_never_worse_than_guessing(y, scores):
    """Believes that an area below a half is a mistake to be turned round."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    area = 0.5 + np.mean(np.sign(ones[:, None] - zeros)) / 2
    return max(area, 1 - area)


@mutant(caught_by="test_ties_count_half")
def forgives_what_is_close(y, scores):
    """Believes that floats are never equal, only close."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    difference = ones[:, None] - zeros
    return np.mean(np.where(np.abs(difference) < 1e-8, 0.5, difference > 0))


@mutant(caught_by="test_it_takes_both_kinds")
def says_a_half_for_one_kind(y, scores):
    """Believes that where nothing can be compared, a half is a fair answer."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        return 0.5
    return 0.5 + np.mean(np.sign(ones[:, None] - zeros)) / 2


@mutant(caught_by="test_share_of_pairs_in_order")
def compares_in_the_order_of_the_file(y, scores):
    """Believes that each one is compared with one zero."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    n = min(len(ones), len(zeros))
    return 0.5 + np.mean(np.sign(ones[:n] - zeros[:n])) / 2
