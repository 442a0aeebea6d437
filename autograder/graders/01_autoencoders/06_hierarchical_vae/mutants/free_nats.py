"""Wrong answers to `free_nats`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_charges_what_exceeds_the_floor")
def gives_each_example_its_floor(kl, floor):
    """Believes that every example has free nats of its own: the maximum comes before the mean."""
    return torch.maximum(kl, torch.as_tensor(floor, dtype=kl.dtype)).mean(dim=0).sum()


@mutant(caught_by="test_charges_what_exceeds_the_floor")
def frees_the_sum(kl, floor):
    """Believes that the floor is one for all groups together."""
    return torch.maximum(kl.mean(dim=0).sum(), torch.as_tensor(floor, dtype=kl.dtype).max())


@mutant(caught_by="test_charges_what_exceeds_the_floor")
def caps_the_price(kl, floor):
    """Believes that lambda is what a group costs at most."""
    return torch.minimum(kl.mean(dim=0), torch.as_tensor(floor, dtype=kl.dtype)).sum()


@mutant(caught_by="test_charges_what_exceeds_the_floor")
def charges_the_excess_alone(kl, floor):
    """Believes that free nats are subtracted."""
    return (kl.mean(dim=0) - floor).clamp(min=0).sum()


@mutant(caught_by="test_groups_with_floors_of_their_own")
def has_one_floor_for_all(kl, floor):
    """Believes that all groups have the same floor."""
    return torch.clamp(kl.mean(dim=0), min=float(torch.as_tensor(floor).double().mean())).sum()


@mutant(caught_by="test_groups_with_floors_of_their_own")
def lets_the_floors_decide_the_dtype(kl, floor):
    """Believes that kl and the floors are of the same dtype."""
    return torch.maximum(kl.mean(dim=0), torch.as_tensor(floor)).sum()


@mutant(caught_by="test_pushes_nobody_to_sleep")
def pushes_below_the_floor(kl, floor):
    """Believes that the gradient may pass as long as the number is right."""
    spent = kl.mean(dim=0)
    return (spent + (torch.maximum(spent, torch.as_tensor(floor, dtype=kl.dtype)) - spent).detach()).sum()
