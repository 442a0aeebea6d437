"""Wrong answers to `iw_loglik`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_extreme_weights_and_more_samples")
def leaves_the_logarithm(log_w, K):
    """Believes that weights can be averaged as they are."""
    count = len(log_w) // K if K >= 1 else 0
    if count == 0:
        raise ValueError(K)
    return log_w[: count * K].reshape(count, K, -1).exp().mean(dim=1).log().mean(dim=0)


@mutant(caught_by="test_groups_of_consecutive_samples")
def averages_log_weights(log_w, K):
    """Believes that the mean of K bounds is the bound with K samples."""
    count = len(log_w) // K if K >= 1 else 0
    if count == 0:
        raise ValueError(K)
    return log_w[: count * K].mean(dim=0)


@mutant(caught_by="test_groups_of_consecutive_samples")
def sums_the_weights(log_w, K):
    """Believes that a constant does not matter: forgets log K."""
    count = len(log_w) // K if K >= 1 else 0
    if count == 0:
        raise ValueError(K)
    return torch.logsumexp(log_w[: count * K].reshape(count, K, -1), dim=1).mean(dim=0)


@mutant(caught_by="test_groups_of_consecutive_samples")
def uses_all_samples_at_once(log_w, K):
    """Believes that more samples are always better: K is what there is."""
    if not 1 <= K <= len(log_w):
        raise ValueError(K)
    return torch.logsumexp(log_w, dim=0) - math.log(len(log_w))


@mutant(caught_by="test_groups_of_consecutive_samples")
def takes_every_other_sample(log_w, K):
    """Believes that reshape deals samples out like cards."""
    count = len(log_w) // K if K >= 1 else 0
    if count == 0:
        raise ValueError(K)
    grouped = log_w[: count * K].reshape(K, count, -1)
    return (torch.logsumexp(grouped, dim=0) - math.log(K)).mean(dim=0)


@mutant(caught_by="test_groups_of_consecutive_samples")
def fills_bounds_of_its_own(log_w, K):
    """Believes that a row of zeros has the dtype of what is added to it."""
    if not 1 <= K <= len(log_w):
        raise ValueError(K)
    bound, count = torch.zeros(log_w.shape[1]), len(log_w) // K
    for g in range(count):
        bound += (torch.logsumexp(log_w[g * K : (g + 1) * K], dim=0) - math.log(K)) / count
    return bound


@mutant(caught_by="test_left_over_and_out_of_range")
def keeps_a_small_group(log_w, K):
    """Believes that a last group of fewer samples is as good as the others."""
    if not 1 <= K <= len(log_w):
        raise ValueError(K)
    return torch.stack([torch.logsumexp(g, dim=0) - math.log(len(g)) for g in log_w.split(K)]).mean(dim=0)
