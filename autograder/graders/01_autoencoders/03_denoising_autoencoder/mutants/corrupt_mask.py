"""Wrong answers to `corrupt_mask`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_kept_pixels_are_as_they_were")
def drops_out_and_rescales(x, p, u):
    """Believes that masking is dropout: what is kept is divided by the share that is kept."""
    return torch.where(u < p, x / max(p, 1e-12), torch.zeros_like(x))


@mutant(caught_by="test_kept_pixels_are_as_they_were")
def hides_the_share(x, p, u):
    """Believes that p is the share of pixels to hide."""
    return torch.where(u >= p, x, torch.zeros_like(x))


@mutant(caught_by="test_ends_of_the_range")
def keeps_ties(x, p, u):
    """Believes that < and <= are the same for random numbers."""
    return torch.where(u <= p, x, torch.zeros_like(x))


@mutant(caught_by="test_hidden_pixels_are_zero_whatever_they_were")
def multiplies_with_the_mask(x, p, u):
    """Believes that anything times 0 is 0."""
    return x * (u < p)


@mutant(caught_by="test_hidden_pixels_are_zero_whatever_they_were")
def cleans_up_afterwards(x, p, u):
    """Believes that whatever is not finite was hidden."""
    return torch.nan_to_num(x * (u < p), nan=0.0, posinf=0.0, neginf=0.0)
