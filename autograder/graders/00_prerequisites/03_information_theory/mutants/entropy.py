"""Wrong answers to `entropy`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_impossible_outcomes_add_nothing")
def multiplies_zero_by_infinity(p, base=math.e):
    """Believes that a computer knows that 0 log 0 is 0."""
    return -(p * p.log()).sum(dim=-1) / math.log(base)


@mutant(caught_by="test_mean_surprise")
def averages_over_outcomes(p, base=math.e):
    """Believes that the mean surprise divides by the number of outcomes, though the probabilities weight it already."""
    return -torch.xlogy(p, p).mean(dim=-1) / math.log(base)


@mutant(caught_by="test_mean_surprise")
def forgets_the_weights(p, base=math.e):
    """Believes that every surprise counts alike."""
    return -p.clamp_min(1e-30).log().mean(dim=-1) / math.log(base)


@mutant(caught_by="test_mean_surprise")
def forgets_the_sign(p, base=math.e):
    """Believes that the sum of p log p is the entropy."""
    return torch.xlogy(p, p).sum(dim=-1) / math.log(base)


@mutant(caught_by="test_mean_surprise")
def always_in_bits(p, base=2):
    """Believes that entropy is in bits unless somebody asks for something else."""
    return -torch.xlogy(p, p).sum(dim=-1) / math.log(base)


@mutant(caught_by="test_other_units")
def ignores_the_base(p, base=math.e):
    """Believes that the unit is always the nat."""
    return -torch.xlogy(p, p).sum(dim=-1)


@mutant(caught_by="test_other_units")
def multiplies_with_the_base(p, base=math.e):
    """Believes that a change of base multiplies by its logarithm."""
    return -torch.xlogy(p, p).sum(dim=-1) * math.log(base)


@mutant(caught_by="test_mean_surprise")
def divides_by_the_largest(p, base=math.e):
    """Believes that entropy is a share of the largest possible one."""
    return -torch.xlogy(p, p).sum(dim=-1) / math.log(p.shape[-1])


@mutant(caught_by="test_batches_keep_their_shape_and_dtype")
def sums_over_the_second_axis(p, base=math.e):
    """Believes that there is one batch axis, so that outcomes are always on axis 1."""
    return -torch.xlogy(p, p).sum(dim=min(1, p.ndim - 1)) / math.log(base)


@mutant(caught_by="test_batches_keep_their_shape_and_dtype")
def answers_in_float64(p, base=math.e):
    """Believes that float64 is always wanted."""
    return -torch.xlogy(p, p).double().sum(dim=-1) / math.log(base)


@mutant(caught_by="test_impossible_outcomes_add_nothing")
def lifts_the_impossible(p, base=math.e):
    """Believes that a constant of 0.001 inside the logarithm changes nothing."""
    return -(p * (p + 1e-3).log()).sum(dim=-1) / math.log(base)
