"""Wrong answers to `nats_per_level`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_price_of_each_level")
def counts_information_twice(a, s):
    """Believes that a level costs all that it knows about the picture, whatever is known above."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype), (a**2).cumprod(dim=0)]) / (1 + s**2)
    return -0.5 * torch.log1p(-squared)


@mutant(caught_by="test_price_of_each_level")
def forgets_the_square(a, s):
    """Believes that correlations go into the logarithm as they are."""
    rho = torch.cat([torch.ones(1, dtype=a.dtype), a.cumprod(dim=0)]) / math.sqrt(1 + s**2)
    information = -0.5 * torch.log1p(-rho.clamp(max=1 - 1e-9))
    return information - torch.cat([information[1:], torch.zeros(1, dtype=a.dtype)])


@mutant(caught_by="test_price_of_each_level")
def forgets_the_half(a, s):
    """Believes that mutual information is -log(1 - rho^2)."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype), (a**2).cumprod(dim=0)]) / (1 + s**2)
    information = -torch.log1p(-squared)
    return information - torch.cat([information[1:], torch.zeros(1, dtype=a.dtype)])


@mutant(caught_by="test_price_of_each_level")
def counts_from_the_top(a, s):
    """Believes that the top stands first."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype), (a**2).cumprod(dim=0)]) / (1 + s**2)
    information = -0.5 * torch.log1p(-squared)
    return (information - torch.cat([information[1:], torch.zeros(1, dtype=a.dtype)])).flip(0)


@mutant(caught_by="test_price_of_each_level")
def returns_numbers_of_python(a, s):
    """Believes that a tensor made of Python's floats has the dtype of the links."""
    here, prices = 1 / (1 + s**2), []
    for link in [*a.tolist(), 0.0]:
        prices.append(0.5 * (math.log1p(-here * link**2) - math.log1p(-here)))
        here *= link**2
    return torch.tensor(prices)


@mutant(caught_by="test_total_does_not_depend_on_the_links")
def lets_the_top_go_free(a, s):
    """Believes that the top costs nothing, since nothing stands above it."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype), (a**2).cumprod(dim=0)]) / (1 + s**2)
    information = -0.5 * torch.log1p(-squared)
    return torch.cat([information[:-1] - information[1:], torch.zeros(1, dtype=a.dtype)])


@mutant(caught_by="test_perfect_encoder_pays_that")
def looks_at_neighbours_only(a, s):
    """Believes that a level costs what it shares with its neighbour below."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype) / (1 + s**2), a**2])
    return -0.5 * torch.log1p(-squared)


@mutant(caught_by="test_links_of_nought_and_one")
def takes_the_logarithm_of_a_difference(a, s):
    """Believes that 1 - rho^2 has all its digits."""
    squared = torch.cat([torch.ones(1, dtype=a.dtype), (a**2).cumprod(dim=0)]) / (1 + s**2)
    information = -0.5 * torch.log(1 - squared)
    return information - torch.cat([information[1:], torch.zeros(1, dtype=a.dtype)])
