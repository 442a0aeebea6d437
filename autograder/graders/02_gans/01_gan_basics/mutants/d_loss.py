"""Wrong answers to `d_loss`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_values_of_all_modes")
def swaps_the_labels(real_logits, fake_logits, mode="ns"):
    """Labels fakes 1 and reals 0."""
    if mode in ("minimax", "ns"):
        return nn.functional.softplus(real_logits).mean() + nn.functional.softplus(-fake_logits).mean()
    if mode == "ls":
        return 0.5 * (fake_logits - 1).square().mean() + 0.5 * real_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 + real_logits).mean() + nn.functional.relu(1 - fake_logits).mean()
    if mode == "wgan":
        return real_logits.mean() - fake_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_large_logits_do_no_harm")
def takes_logarithms_of_probabilities(real_logits, fake_logits, mode="ns"):
    """Forms probabilities first, which round to 0 and 1."""
    if mode in ("minimax", "ns"):
        real, fake = torch.sigmoid(real_logits), torch.sigmoid(fake_logits)
        return -real.log().mean() - (1 - fake).log().mean()
    if mode == "ls":
        return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits).mean() + nn.functional.relu(1 + fake_logits).mean()
    if mode == "wgan":
        return fake_logits.mean() - real_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_large_logits_do_no_harm")
def saves_the_logarithm_with_a_clamp(real_logits, fake_logits, mode="ns"):
    """Clamps probabilities away from 0 and 1, which cuts the loss off and the gradient with it."""
    if mode in ("minimax", "ns"):
        real = torch.sigmoid(real_logits).clamp(1e-7, 1 - 1e-7)
        fake = torch.sigmoid(fake_logits).clamp(1e-7, 1 - 1e-7)
        return -real.log().mean() - (1 - fake).log().mean()
    if mode == "ls":
        return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits).mean() + nn.functional.relu(1 + fake_logits).mean()
    if mode == "wgan":
        return fake_logits.mean() - real_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_values_of_all_modes")
def averages_both_batches_together(real_logits, fake_logits, mode="ns"):
    """Joins both batches and takes twice the mean of all, which is right only for batches of one size."""
    real, fake = real_logits.reshape(-1), fake_logits.reshape(-1)
    if mode in ("minimax", "ns"):
        return 2 * torch.cat([nn.functional.softplus(-real), nn.functional.softplus(fake)]).mean()
    if mode == "ls":
        return torch.cat([(real - 1).square(), fake.square()]).mean()
    if mode == "hinge":
        return 2 * torch.cat([nn.functional.relu(1 - real), nn.functional.relu(1 + fake)]).mean()
    if mode == "wgan":
        return 2 * torch.cat([-real, fake]).mean()
    raise ValueError(mode)


@mutant(caught_by="test_values_of_all_modes")
def forgets_the_halves_of_least_squares(real_logits, fake_logits, mode="ns"):
    """Writes the least-squares loss without its halves."""
    if mode in ("minimax", "ns"):
        return nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()
    if mode == "ls":
        return (real_logits - 1).square().mean() + fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits).mean() + nn.functional.relu(1 + fake_logits).mean()
    if mode == "wgan":
        return fake_logits.mean() - real_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_gradients_reach_both_batches")
def detaches_the_fakes_in_the_loss(real_logits, fake_logits, mode="ns"):
    """Cuts the graph in the wrong place: the logits of fakes, behind D instead of before it."""
    fake_logits = fake_logits.detach()
    if mode in ("minimax", "ns"):
        return nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()
    if mode == "ls":
        return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits).mean() + nn.functional.relu(1 + fake_logits).mean()
    if mode == "wgan":
        return fake_logits.mean() - real_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_values_of_all_modes")
def applies_the_hinge_to_the_sum(real_logits, fake_logits, mode="ns"):
    """Takes the hinge of the mean instead of the mean of the hinge."""
    if mode in ("minimax", "ns"):
        return nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()
    if mode == "ls":
        return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits.mean()) + nn.functional.relu(1 + fake_logits.mean())
    if mode == "wgan":
        return fake_logits.mean() - real_logits.mean()
    raise ValueError(mode)


@mutant(caught_by="test_large_logits_do_no_harm")
def takes_any_mode(real_logits, fake_logits, mode="ns"):
    """Lets a mode that is misspelt fall through to Wasserstein."""
    if mode in ("minimax", "ns"):
        return nn.functional.softplus(-real_logits).mean() + nn.functional.softplus(fake_logits).mean()
    if mode == "ls":
        return 0.5 * (real_logits - 1).square().mean() + 0.5 * fake_logits.square().mean()
    if mode == "hinge":
        return nn.functional.relu(1 - real_logits).mean() + nn.functional.relu(1 + fake_logits).mean()
    return fake_logits.mean() - real_logits.mean()
