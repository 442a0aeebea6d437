"""Wrong answers to `corrupt_gaussian`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_scaled_noise_is_added")
def stays_between_paper_and_ink(x, sigma, noise):
    """Believes that a picture has values from 0 to 1, always."""
    return (x + torch.as_tensor(sigma, dtype=x.dtype).reshape(-1, 1) * noise).clamp(0, 1)


@mutant(caught_by="test_scaled_noise_is_added")
def takes_sigma_for_a_variance(x, sigma, noise):
    """Believes that sigma is the variance of the noise."""
    return x + torch.as_tensor(sigma, dtype=x.dtype).reshape(-1, 1).sqrt() * noise


@mutant(caught_by="test_a_level_for_each_example")
def one_level_for_each_pixel(x, sigma, noise):
    """Believes that broadcasting knows what is meant."""
    return x + sigma * noise


@mutant(caught_by="test_noise_is_taken_as_it_is")
def adds_in_place(x, sigma, noise):
    """Believes that nobody needs the clean examples any more."""
    x += torch.as_tensor(sigma, dtype=x.dtype).reshape(-1, 1) * noise
    return x


@mutant(caught_by="test_noise_is_taken_as_it_is")
def draws_its_own_noise(x, sigma, noise):
    """Believes that noise is noise."""
    return x + torch.as_tensor(sigma, dtype=x.dtype).reshape(-1, 1) * torch.randn_like(x)


@mutant(caught_by="test_a_level_for_each_example")
def lets_the_levels_decide_the_dtype(x, sigma, noise):
    """Believes that x's dtype is what comes out, whatever is multiplied."""
    return x + torch.as_tensor(sigma).reshape(-1, 1) * noise
