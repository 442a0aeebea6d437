"""Wrong answers to `dae_loss`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_error_against_the_clean_batch")
def aims_at_the_noisy_picture(denoise, x, corrupt):
    """Believes that an autoencoder reconstructs its input, whatever that is."""
    x_noisy = corrupt(x.clone())
    return (denoise(x_noisy) - x_noisy).square().sum(dim=1).mean()


@mutant(caught_by="test_error_against_the_clean_batch")
def averages_the_pixels(denoise, x, corrupt):
    """Believes that the mean over everything is the loss of equation (8)."""
    return (denoise(corrupt(x.clone())) - x).square().mean()


@mutant(caught_by="test_error_against_the_clean_batch")
def denoises_the_clean_picture(denoise, x, corrupt):
    """Believes that the noise belongs to the output: denoise first, then corrupt."""
    return (corrupt(denoise(x)) - x).square().sum(dim=1).mean()


@mutant(caught_by="test_data_survive_a_corruption_in_place")
def lends_its_data(denoise, x, corrupt):
    """Believes that functions do not change what they are given."""
    return (denoise(corrupt(x)) - x).square().sum(dim=1).mean()


@mutant(caught_by="test_data_survive_a_corruption_in_place")
def keeps_the_target_but_spoils_the_data(denoise, x, corrupt):
    """Believes that saving the target is enough."""
    target = x.clone()
    return (denoise(corrupt(x)) - target).square().sum(dim=1).mean()


@mutant(caught_by="test_one_corruption_handed_on_as_it_is")
def cuts_off_the_noise(denoise, x, corrupt):
    """Believes that a network must see values from 0 to 1 only."""
    return (denoise(corrupt(x.clone()).clamp(0, 1)) - x).square().sum(dim=1).mean()


@mutant(caught_by="test_one_corruption_handed_on_as_it_is")
def corrupts_one_by_one(denoise, x, corrupt):
    """Believes that each example needs a call of its own."""
    x_noisy = torch.cat([corrupt(row[None].clone()) for row in x])
    return (denoise(x_noisy) - x).square().sum(dim=1).mean()


@mutant(caught_by="test_gradients_reach_the_denoiser")
def detaches_the_guess(denoise, x, corrupt):
    """Believes that a loss is a number."""
    return (denoise(corrupt(x.clone())).detach() - x).square().sum(dim=1).mean()
