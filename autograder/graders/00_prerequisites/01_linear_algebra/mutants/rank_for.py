"""Wrong answers to `rank_for`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_smallest_rank_within_the_tolerance")
def sums_without_squares(sigma, tolerance):
    """Believes that singular values add up like lengths along a line."""
    for k in range(len(sigma) + 1):
        if sigma[k:].sum() <= tolerance * sigma.sum():
            return k
    return len(sigma)


@mutant(caught_by="test_smallest_rank_within_the_tolerance")
def forgets_the_root(sigma, tolerance):
    """Believes that the share of the squares that is left out is the relative error."""
    for k in range(len(sigma) + 1):
        if sigma[k:].square().sum() <= tolerance * sigma.square().sum():
            return k
    return len(sigma)


@mutant(caught_by="test_smallest_rank_within_the_tolerance")
def looks_at_the_next_value_only(sigma, tolerance):
    """Believes that the error is the first singular value that is left out, relative to the largest."""
    return int((sigma > tolerance * sigma[0]).sum())


@mutant(caught_by="test_prediction_comes_true")
def takes_the_error_as_absolute(sigma, tolerance):
    """Believes that the tolerance is in the units of the matrix."""
    for k in range(len(sigma) + 1):
        if sigma[k:].norm() <= tolerance:
            return k
    return len(sigma)


@mutant(caught_by="test_smallest_rank_within_the_tolerance")
def asks_for_that_much_energy(sigma, tolerance):
    """Believes that the tolerance is the share of the matrix that is to be kept."""
    for k in range(len(sigma) + 1):
        if sigma[:k].norm() >= tolerance * sigma.norm():
            return k
    return len(sigma)


@mutant(caught_by="test_ends_of_the_tolerance")
def keeps_at_least_one(sigma, tolerance):
    """Believes that a rank of 0 does not exist."""
    for k in range(1, len(sigma) + 1):
        if sigma[k:].norm() <= tolerance * sigma.norm():
            return k
    return len(sigma)


@mutant(caught_by="test_ends_of_the_tolerance")
def divides_by_a_norm_of_zero(sigma, tolerance):
    """Believes that no matrix is zero: 0 / 0 is NaN, and no comparison with NaN holds."""
    for k in range(len(sigma) + 1):
        if sigma[k:].norm() / sigma.norm() <= tolerance:
            return k
    return len(sigma)


@mutant(caught_by="test_smallest_rank_within_the_tolerance")
def one_to_be_safe(sigma, tolerance):
    """Believes that one more term does no harm."""
    for k in range(len(sigma) + 1):
        if sigma[k:].norm() <= tolerance * sigma.norm():
            return min(k + 1, len(sigma)) if 0 < tolerance < 1 else k
    return len(sigma)


@mutant(caught_by="test_ends_of_the_tolerance")
def subtracts_what_is_kept(sigma, tolerance):
    """Believes that one minus the share that is kept says what is left out, however little that is."""
    if not sigma.any():
        return 0
    kept = torch.cat([torch.zeros(1, dtype=sigma.dtype), sigma.square().cumsum(0)]) / sigma.square().sum()
    return int(((1 - kept).clamp(min=0).sqrt() > tolerance).sum())


@mutant(caught_by="test_ends_of_the_tolerance")
def keeps_all_for_no_error(sigma, tolerance):
    """Believes that with a tolerance of 0 nothing may be left out, not even zeros."""
    for k in range(len(sigma)):
        if sigma[k:].norm() < tolerance * sigma.norm() or not sigma.any():
            return k
    return len(sigma)
