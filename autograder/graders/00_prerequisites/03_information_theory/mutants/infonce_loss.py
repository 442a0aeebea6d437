"""Wrong answers to `infonce_loss`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch
from torch.nn import functional

from autograder.testing import mutant


@mutant(caught_by="test_cross_entropy_in_rows")
def competes_in_columns(scores):
    """Takes the softmax over columns."""
    return (scores.logsumexp(dim=0) - scores.diagonal()).mean()


@mutant(caught_by="test_cross_entropy_in_rows")
def averages_rows_and_columns(scores):
    """Believes that the loss is CLIP's, over rows and over columns."""
    return (scores.logsumexp(dim=0) / 2 + scores.logsumexp(dim=1) / 2 - scores.diagonal()).mean()


@mutant(caught_by="test_cross_entropy_in_rows")
def adds_up_rows(scores):
    """Sums over rows instead of averaging."""
    return (scores.logsumexp(dim=1) - scores.diagonal()).sum()


@mutant(caught_by="test_bound_is_never_above_log_of_the_batch")
def leaves_the_partner_out(scores):
    """Believes that the true partner competes with the others only."""
    others = scores - torch.diag(torch.full((len(scores),), math.inf, dtype=scores.dtype))
    return (others.logsumexp(dim=1) - scores.diagonal()).mean()


@mutant(caught_by="test_extreme_scores_and_float32")
def adds_exponentials(scores):
    """Believes that exponentials may be added up as they are."""
    return (scores.exp().sum(dim=1).log() - scores.diagonal()).mean()


@mutant(caught_by="test_bound_is_never_above_log_of_the_batch")
def averages_exponentials(scores):
    """Takes the mean of the exponentials: the loss minus log B, which is minus the bound itself."""
    return (scores.logsumexp(dim=1) - scores.diagonal()).mean() - math.log(len(scores))


@mutant(caught_by="test_cross_entropy_in_rows")
def has_the_wrong_sign(scores):
    """Believes that the loss is the mean logarithm of the right probability."""
    return (scores.diagonal() - scores.logsumexp(dim=1)).mean()


@mutant(caught_by="test_cross_entropy_in_rows")
def takes_the_first_for_right(scores):
    """Believes that the true partner stands in the first column of every row."""
    return (scores.logsumexp(dim=1) - scores[:, 0]).mean()


@mutant(caught_by="test_cross_entropy_in_rows")
def applies_softmax_twice(scores):
    """Hands probabilities to `cross_entropy`, which takes logits."""
    return functional.cross_entropy(scores.softmax(dim=1), torch.arange(len(scores)))


@mutant(caught_by="test_gradients_push_and_pull")
def returns_a_bare_number(scores):
    """Believes that a loss is a number to look at: no gradient flows to the scores."""
    return (scores.logsumexp(dim=1) - scores.diagonal()).mean().detach() + 0 * scores.sum()
