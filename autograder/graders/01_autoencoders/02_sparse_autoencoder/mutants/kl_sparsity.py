"""Wrong answers to `kl_sparsity`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_sum_over_units")
def swaps_the_coins(rho_hat, rho):
    """Believes that the divergence is symmetric."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    q = rho_hat
    return (torch.xlogy(q, q / p) + torch.xlogy(1 - q, (1 - q) / (1 - p))).sum()


@mutant(caught_by="test_sum_over_units")
def averages_over_units(rho_hat, rho):
    """Believes that a penalty is a mean."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    fires = torch.xlogy(p, p) - torch.xlogy(p, rho_hat)
    rests = torch.xlogy(1 - p, 1 - p) - torch.xlogy(1 - p, 1 - rho_hat)
    return (fires + rests).mean()


@mutant(caught_by="test_zero_at_the_target_only")
def forgets_the_resting_side(rho_hat, rho):
    """Believes that only the probability of firing counts."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    return (torch.xlogy(p, p) - torch.xlogy(p, rho_hat)).sum()


@mutant(caught_by="test_ends_of_the_range")
def multiplies_zero_by_infinity(rho_hat, rho):
    """Believes that the formula can be typed as it stands."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    return (p * (p / rho_hat).log() + (1 - p) * ((1 - p) / (1 - rho_hat)).log()).sum()


@mutant(caught_by="test_ends_of_the_range")
def clamps_the_rates(rho_hat, rho):
    """Believes that an infinite cost is an error to be mended."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    q = rho_hat.clamp(1e-12, 1 - 1e-12)
    fires = torch.xlogy(p, p) - torch.xlogy(p, q)
    return (fires + torch.xlogy(1 - p, 1 - p) - torch.xlogy(1 - p, 1 - q)).sum()


@mutant(caught_by="test_sum_over_units")
def counts_in_bits(rho_hat, rho):
    """Believes that the logarithm is to base 2."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    fires = torch.xlogy(p, p) - torch.xlogy(p, rho_hat)
    rests = torch.xlogy(1 - p, 1 - p) - torch.xlogy(1 - p, 1 - rho_hat)
    return (fires + rests).sum() / math.log(2)


@mutant(caught_by="test_zero_at_the_target_only")
def takes_the_cross_entropy(rho_hat, rho):
    """Believes that the cross-entropy is the divergence: it is not 0 at the target."""
    p = torch.as_tensor(rho, dtype=rho_hat.dtype)
    return -(torch.xlogy(p, rho_hat) + torch.xlogy(1 - p, 1 - rho_hat)).sum()
