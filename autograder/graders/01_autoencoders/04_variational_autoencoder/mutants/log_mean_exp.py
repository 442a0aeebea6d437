"""Wrong answers to `log_mean_exp`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_entries_of_any_size")
def exponentiates_first(a, dim=0):
    """Believes that exponentials fit into a float."""
    return a.exp().mean(dim=dim).log()


@mutant(caught_by="test_any_axis")
def sums_instead_of_averaging(a, dim=0):
    """Believes that the number of samples does not matter."""
    return torch.logsumexp(a, dim=dim)


@mutant(caught_by="test_any_axis")
def averages_the_logarithms(a, dim=0):
    """Believes that the logarithm of a mean is the mean of the logarithms."""
    return a.mean(dim=dim)


@mutant(caught_by="test_any_axis")
def divides_by_all_entries(a, dim=0):
    """Believes that K is the number of entries of the tensor."""
    return torch.logsumexp(a, dim=dim) - math.log(a.numel())


@mutant(caught_by="test_entries_of_any_size")
def pulls_out_one_maximum(a, dim=0):
    """Believes that one maximum serves all rows."""
    m = a.max()
    return m + (a - m).exp().mean(dim=dim).log()


@mutant(caught_by="test_probabilities_of_zero")
def subtracts_infinity_from_itself(a, dim=0):
    """Believes that the largest entry is always finite."""
    m = a.amax(dim=dim, keepdim=True)
    return m.squeeze(dim) + (a - m).exp().mean(dim=dim).log()


@mutant(caught_by="test_probabilities_of_zero")
def leaves_zeros_out_of_the_count(a, dim=0):
    """Believes that terms of probability zero were never drawn."""
    return torch.logsumexp(a, dim=dim) - a.isfinite().sum(dim=dim).clamp_min(1).to(a.dtype).log()


@mutant(caught_by="test_any_axis")
def always_the_first_axis(a, dim=0):
    """Believes that samples always stand in front."""
    return torch.logsumexp(a, dim=0) - math.log(a.shape[0])
