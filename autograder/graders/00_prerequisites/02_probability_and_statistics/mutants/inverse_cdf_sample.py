"""Wrong answers to `inverse_cdf_sample`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_staircase")
def ignores_the_probabilities(u, p):
    """Believes that all outcomes are equally likely."""
    return (u * len(p)).long()


@mutant(caught_by="test_staircase")
def takes_the_most_likely(u, p):
    """Believes that the most likely outcome is a sample."""
    return torch.full(u.shape, int(p.argmax()))


@mutant(caught_by="test_staircase")
def sorts_the_probabilities(u, p):
    """Believes that the staircase has to be built from the likeliest down, and forgets to map back."""
    index = torch.searchsorted(p.sort(descending=True).values.cumsum(dim=0), u, right=True)
    return index.clamp(max=int(p.nonzero().max()))


@mutant(caught_by="test_staircase")
def is_one_off(u, p):
    """Believes that outcomes are counted from 1."""
    index = torch.searchsorted(p.cumsum(dim=0), u, right=True) + 1
    return index.clamp(max=int(p.nonzero().max()))


@mutant(caught_by="test_staircase")
def looks_for_the_nearest_height(u, p):
    """Believes that u picks the nearest of the heights."""
    heights = p.cumsum(dim=0)
    return (u[..., None] - heights).abs().argmin(dim=-1)


@mutant(caught_by="test_edges_of_steps")
def takes_the_lower_step_at_an_edge(u, p):
    """Believes that `searchsorted` has the right side by default: u = 0 draws what is impossible."""
    index = torch.searchsorted(p.cumsum(dim=0), u)
    return index.clamp(max=int(p.nonzero().max()))


@mutant(caught_by="test_rounding_at_the_end")
def falls_off_the_end(u, p):
    """Believes that probabilities sum to 1 in a computer, too."""
    return torch.searchsorted(p.cumsum(dim=0), u, right=True)


@mutant(caught_by="test_rounding_at_the_end")
def lands_on_the_impossible_last(u, p):
    """Believes that the last outcome is always possible."""
    return torch.searchsorted(p.cumsum(dim=0), u, right=True).clamp(max=len(p) - 1)
