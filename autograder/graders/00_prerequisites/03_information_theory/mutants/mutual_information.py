"""Wrong answers to `mutual_information`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_zeros_in_the_table")
def divides_zero_by_zero(joint):
    """Believes that no entry is zero."""
    product = joint.sum(dim=1, keepdim=True) * joint.sum(dim=0, keepdim=True)
    return (joint * (joint / product).log()).sum()


@mutant(caught_by="test_tables_of_any_shape")
def returns_the_joint_entropy(joint):
    """Believes that information is what both have together."""
    return -torch.xlogy(joint, joint).sum()


@mutant(caught_by="test_tables_of_any_shape")
def returns_what_is_left(joint):
    """Returns H(x | y), the uncertainty that is left, instead of what was gained."""
    columns = joint.sum(dim=0)
    return torch.xlogy(columns, columns).sum() - torch.xlogy(joint, joint).sum()


@mutant(caught_by="test_tables_of_any_shape")
def takes_the_same_marginal_twice(joint):
    """Believes that the table is symmetric, so that one marginal serves for both."""
    columns = joint.sum(dim=0)
    return torch.xlogy(joint, joint).sum() - 2 * torch.xlogy(columns, columns).sum()


@mutant(caught_by="test_tables_of_any_shape")
def turns_the_arguments_round(joint):
    """Measures from independence to the pair, instead of from the pair to independence."""
    product = joint.sum(dim=1, keepdim=True) * joint.sum(dim=0, keepdim=True)
    return (torch.xlogy(product, product) - torch.xlogy(product, joint)).sum()


@mutant(caught_by="test_tables_of_any_shape")
def divides_by_the_smaller_entropy(joint):
    """Believes that information is a share between 0 and 1."""
    rows, columns = joint.sum(dim=1), joint.sum(dim=0)
    h_x, h_y = -torch.xlogy(rows, rows).sum(), -torch.xlogy(columns, columns).sum()
    gained = h_x + h_y + torch.xlogy(joint, joint).sum()
    return gained / torch.minimum(h_x, h_y).clamp_min(1e-12)


@mutant(caught_by="test_tables_of_any_shape")
def measures_information_in_bits(joint):
    """Believes that information is always in bits."""
    rows, columns = joint.sum(dim=1), joint.sum(dim=0)
    terms = torch.xlogy(joint, joint).sum() - torch.xlogy(rows, rows).sum() - torch.xlogy(columns, columns).sum()
    return terms / math.log(2)


@mutant(caught_by="test_tables_of_any_shape")
def correlates_the_numbers(joint):
    """Believes that the outcomes' numbers have a correlation, and takes the formula of normal distributions."""
    a, b = torch.arange(joint.shape[0]).double(), torch.arange(joint.shape[1]).double()
    rows, columns = joint.sum(dim=1), joint.sum(dim=0)
    u, v = a - (rows * a).sum(), b - (columns * b).sum()
    covariance = (joint * u[:, None] * v).sum()
    squared = covariance**2 / ((rows * u**2).sum() * (columns * v**2).sum()).clamp_min(1e-12)
    return -0.5 * (1 - squared).clamp_min(1e-12).log()


@mutant(caught_by="test_zeros_in_the_table")
def lifts_all_entries(joint):
    """Believes that adding 0.001 to every entry only avoids zeros."""
    lifted = joint + 1e-3
    product = lifted.sum(dim=1, keepdim=True) * lifted.sum(dim=0, keepdim=True)
    return (lifted * (lifted / product).log()).sum()
