"""Wrong answers to `g_loss`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_who_pulls_how_hard")
def saturates_by_default(fake_logits, mode="ns"):
    """Uses the loss of equation (1) for the non-saturating mode as well: it is what the theory says."""
    if mode in ("minimax", "ns"):
        return -nn.functional.softplus(fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_values_of_all_modes")
def swaps_minimax_and_non_saturating(fake_logits, mode="ns"):
    """Confuses the two names."""
    if mode == "ns":
        return -nn.functional.softplus(fake_logits).mean()
    if mode == "minimax":
        return nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_values_of_all_modes")
def forgets_to_turn_the_sign(fake_logits, mode="ns"):
    """Writes for minimax what D minimises, so that G helps D."""
    if mode == "minimax":
        return nn.functional.softplus(fake_logits).mean()
    if mode == "ns":
        return nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_large_logits_do_no_harm")
def takes_the_logarithm_of_one_minus_sigmoid(fake_logits, mode="ns"):
    """Forms probabilities first, which round to 0 and 1."""
    if mode == "minimax":
        return (1 - torch.sigmoid(fake_logits)).log().mean()
    if mode == "ns":
        return -torch.sigmoid(fake_logits).log().mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_values_of_all_modes")
def gives_the_generator_a_hinge(fake_logits, mode="ns"):
    """Believes that the hinge is for both players."""
    if mode == "minimax":
        return -nn.functional.softplus(fake_logits).mean()
    if mode == "ns":
        return nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - fake_logits).mean()
    if mode == "wgan":
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_values_of_all_modes")
def sums_over_the_fakes(fake_logits, mode="ns"):
    """Sums where the mean belongs."""
    losses = {
        "minimax": -nn.functional.softplus(fake_logits),
        "ns": nn.functional.softplus(-fake_logits),
        "ls": 0.5 * (fake_logits - 1).square(),
        "hinge": -fake_logits,
        "wgan": -fake_logits,
    }
    if mode not in losses:
        raise ValueError(mode)
    return losses[mode].sum()


@mutant(caught_by="test_who_pulls_how_hard")
def makes_a_number_of_it(fake_logits, mode="ns"):
    """Computes on detached logits, so that the loss prints well and trains nothing."""
    fake_logits = fake_logits.detach()
    if mode == "minimax":
        return -nn.functional.softplus(fake_logits).mean()
    if mode == "ns":
        return nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_values_of_all_modes")
def aims_least_squares_at_zero(fake_logits, mode="ns"):
    """Pulls fakes towards 0, which is what D calls them."""
    if mode == "minimax":
        return -nn.functional.softplus(fake_logits).mean()
    if mode == "ns":
        return nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * fake_logits.square().mean()
    if mode in ("hinge", "wgan"):
        return -fake_logits.mean()
    raise ValueError(mode)
