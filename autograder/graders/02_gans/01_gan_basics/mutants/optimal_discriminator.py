"""Wrong answers to `optimal_discriminator`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_best_probability_at_each_place")
def names_the_fakes(p_data, p_g):
    """Takes D's output for the probability that a point is fake."""
    total = p_data + p_g
    d_star = torch.where(total > 0, p_g / torch.where(total > 0, total, 1), 0.5)
    value = (torch.special.xlogy(p_data, 1 - d_star) + torch.special.xlogy(p_g, d_star)).sum(dim=-1)
    return d_star, value


@mutant(caught_by="test_places_that_nobody_visits")
def believes_that_nothing_is_zero(p_data, p_g):
    """Writes the formulas down as they stand, where 0 / 0 and 0 log 0 are NaN."""
    d_star = p_data / (p_data + p_g)
    return d_star, (p_data * d_star.log() + p_g * (1 - d_star).log()).sum(dim=-1)


@mutant(caught_by="test_value_is_the_best_that_can_be_had")
def forgets_the_two_of_the_mixture(p_data, p_g):
    """Puts p_data + p_g in the place of the mixture m, and adds -log 4 all the same."""
    total = p_data + p_g
    d_star = torch.where(total > 0, p_data / torch.where(total > 0, total, 1), 0.5)
    value = (torch.special.xlogy(p_data, d_star) + torch.special.xlogy(p_g, 1 - d_star)).sum(dim=-1)
    return d_star, value - math.log(4)


@mutant(caught_by="test_value_is_the_best_that_can_be_had")
def counts_in_bits(p_data, p_g):
    """Takes logarithms to base 2."""
    total = p_data + p_g
    d_star = torch.where(total > 0, p_data / torch.where(total > 0, total, 1), 0.5)
    value = (torch.special.xlogy(p_data, d_star) + torch.special.xlogy(p_g, 1 - d_star)).sum(dim=-1)
    return d_star, value / math.log(2)


@mutant(caught_by="test_value_is_the_best_that_can_be_had")
def sums_over_the_whole_batch(p_data, p_g):
    """Sums over all entries, the batch included."""
    total = p_data + p_g
    d_star = torch.where(total > 0, p_data / torch.where(total > 0, total, 1), 0.5)
    return d_star, (torch.special.xlogy(p_data, d_star) + torch.special.xlogy(p_g, 1 - d_star)).sum()


@mutant(caught_by="test_places_that_nobody_visits")
def subtracts_from_one(p_data, p_g):
    """Takes care of zeros, and forgets that 1 - D* rounds to 0 where fakes are only rare."""
    total = p_data + p_g
    d_star = torch.where(total > 0, p_data / torch.where(total > 0, total, 1), 0.5)
    value = (torch.special.xlogy(p_data, d_star) + torch.special.xlogy(p_g, 1 - d_star)).sum(dim=-1)
    return d_star, value


@mutant(caught_by="test_places_that_nobody_visits")
def smooths_with_a_small_number(p_data, p_g):
    """Adds an epsilon everywhere, which is not small beside a rare place."""
    eps = 1e-8
    d_star = (p_data + eps) / (p_data + p_g + 2 * eps)
    return d_star, (p_data * (d_star + 1e-12).log() + p_g * (1 - d_star + 1e-12).log()).sum(dim=-1)


@mutant(caught_by="test_places_that_nobody_visits")
def calls_empty_places_fake(p_data, p_g):
    """Replaces NaN by 0, so that a place that nobody visits counts as fake for sure."""
    d_star = (p_data / (p_data + p_g)).nan_to_num(0.0)
    value = (torch.special.xlogy(p_data, d_star) + torch.special.xlogy(p_g, 1 - d_star)).sum(dim=-1)
    return d_star, value


@mutant(caught_by="test_best_probability_at_each_place")
def decides_instead_of_weighing(p_data, p_g):
    """Thinks that the best classifier says 1 where real is likelier and 0 elsewhere."""
    d_star = torch.where(p_data > p_g, 1.0, torch.where(p_data < p_g, 0.0, 0.5)).to(p_data)
    value = (p_data * (d_star + 1e-12).log() + p_g * (1 - d_star + 1e-12).log()).sum(dim=-1)
    return d_star, value
