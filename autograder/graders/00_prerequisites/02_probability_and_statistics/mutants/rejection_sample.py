"""Wrong answers to `rejection_sample`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_who_is_accepted")
def forgets_the_logarithm(x, log_p, log_q, log_M, u):
    """Believes that u itself is compared with the logarithm."""
    log_ratio = log_p - log_q - log_M
    if bool((log_ratio > 1e-9).any()):
        raise ValueError("M is too small")
    return x[u < log_ratio]


@mutant(caught_by="test_who_is_accepted")
def forgets_the_proposal(x, log_p, log_q, log_M, u):
    """Believes that proposals are always uniform."""
    if bool((log_p - log_q - log_M > 1e-9).any()):
        raise ValueError("M is too small")
    return x[torch.log(u) < log_p - log_M]


@mutant(caught_by="test_who_is_accepted")
def forgets_the_bound(x, log_p, log_q, log_M, u):
    """Believes that M is needed for the check only."""
    if bool((log_p - log_q - log_M > 1e-9).any()):
        raise ValueError("M is too small")
    return x[torch.log(u) < log_p - log_q]


@mutant(caught_by="test_who_is_accepted")
def keeps_the_rejected(x, log_p, log_q, log_M, u):
    """Believes that large u are accepted."""
    log_ratio = log_p - log_q - log_M
    if bool((log_ratio > 1e-9).any()):
        raise ValueError("M is too small")
    return x[(torch.log(u) > log_ratio) & (log_ratio > -math.inf)]


@mutant(caught_by="test_who_is_accepted")
def keeps_the_likeliest(x, log_p, log_q, log_M, u):
    """Believes that the right number of proposals, the best ones, is a sample."""
    log_ratio = log_p - log_q - log_M
    if bool((log_ratio > 1e-9).any()):
        raise ValueError("M is too small")
    count = int((torch.log(u) < log_ratio).sum())
    return x[log_ratio.argsort(descending=True)[:count].sort().values]


@mutant(caught_by="test_logarithms_far_from_zero")
def takes_exponentials_first(x, log_p, log_q, log_M, u):
    """Believes that densities fit into a float."""
    if bool((log_p - log_q - log_M > 1e-9).any()):
        raise ValueError("M is too small")
    return x[u < torch.exp(log_p) / (math.exp(min(log_M, 700)) * torch.exp(log_q))]


@mutant(caught_by="test_logarithms_far_from_zero")
def accepts_zero(x, log_p, log_q, log_M, u):
    """Believes that "at most" and "below" are the same: u = 0 accepts what has density 0."""
    log_ratio = log_p - log_q - log_M
    if bool((log_ratio > 1e-9).any()):
        raise ValueError("M is too small")
    return x[torch.log(u) <= log_ratio]


@mutant(caught_by="test_bound_that_is_broken")
def trusts_the_bound(x, log_p, log_q, log_M, u):
    """Believes that M is always large enough."""
    return x[torch.log(u) < log_p - log_q - log_M]


@mutant(caught_by="test_bound_that_is_broken")
def raises_only_if_all_are_above(x, log_p, log_q, log_M, u):
    """Believes that a bound is broken only where it is broken everywhere."""
    log_ratio = log_p - log_q - log_M
    if float(log_ratio.mean()) > 1e-9:
        raise ValueError("M is too small")
    return x[torch.log(u) < log_ratio]


@mutant(caught_by="test_bound_that_is_broken")
def forbids_to_reach_the_bound(x, log_p, log_q, log_M, u):
    """Believes that M q has to lie above the density, strictly."""
    log_ratio = log_p - log_q - log_M
    if bool((log_ratio > -1e-9).any()):
        raise ValueError("M is too small")
    return x[torch.log(u) < log_ratio]
