"""Wrong answers to `kl_divergence`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch
from torch.nn import functional

from autograder.testing import mutant


@mutant(caught_by="test_mean_under_the_first")
def leaves_the_draft_as_it_is(p, q):
    """Believes that the draft works."""
    log_p, log_q = (p + 1e-6).log(), (q + 1e-6).log()
    return (q * (log_q - log_p)).mean()


@mutant(caught_by="test_mean_under_the_first")
def measures_the_other_way(p, q):
    """Believes that KL averages over its second argument."""
    return (torch.xlogy(q, q) - torch.xlogy(q, p)).sum(dim=-1)


@mutant(caught_by="test_mean_under_the_first")
def averages_the_terms(p, q):
    """Believes that the expectation divides by the number of outcomes."""
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).mean(dim=-1)


@mutant(caught_by="test_mean_under_the_first")
def returns_the_cross_entropy(p, q):
    """Believes that what is paid is what is paid too much."""
    return -torch.xlogy(p, q).sum(dim=-1)


@mutant(caught_by="test_mean_under_the_first")
def adds_absolute_values(p, q):
    """Believes that a divergence is not negative because its terms are not."""
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).abs().sum(dim=-1)


@mutant(caught_by="test_denying_what_happens_costs_infinitely_much")
def sells_the_impossible(p, q):
    """Believes that a tiny constant in the logarithm is safe."""
    return (p * ((p + 1e-12).log() - (q + 1e-12).log())).sum(dim=-1)


@mutant(caught_by="test_denying_what_happens_costs_infinitely_much")
def skips_what_q_excludes(p, q):
    """Believes that outcomes without a logarithm do not count, whichever of the two excludes them."""
    both = (p > 0) & (q > 0)
    return torch.where(both, p * (p.clamp_min(1e-30).log() - q.clamp_min(1e-30).log()), 0).sum(dim=-1)


@mutant(caught_by="test_denying_what_happens_costs_infinitely_much")
def turns_infinity_into_a_number(p, q):
    """Believes that `nan_to_num` is there to tidy up; it makes infinity a large number."""
    return (p * (p / q).log()).nan_to_num().sum(dim=-1)


@mutant(caught_by="test_what_p_excludes_adds_nothing")
def multiplies_zero_with_infinity(p, q):
    """Believes that a computer knows that 0 log 0 is 0."""
    return (p * (p.log() - q.log())).sum(dim=-1)


@mutant(caught_by="test_what_p_excludes_adds_nothing")
def trusts_the_library(p, q):
    """Believes that `kl_div` with the right order and reduction settles all; where both are zero it says NaN."""
    return functional.kl_div(q.log(), p, reduction="none").sum(dim=-1)


@mutant(caught_by="test_batches_keep_their_shape_and_dtype")
def sums_the_wrong_axis(p, q):
    """Believes that there is one batch axis, so that outcomes are always on axis 1."""
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum(dim=min(1, p.ndim - 1))


@mutant(caught_by="test_mean_under_the_first")
def counts_in_bits(p, q):
    """Believes that information is always in bits."""
    return (torch.xlogy(p, p) - torch.xlogy(p, q)).sum(dim=-1) / math.log(2)
