"""Wrong answers to `tweedie`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_gaussian_data")
def moves_by_the_standard_deviation(x_noisy, score, sigma):
    """Believes that the noise has moved the example by sigma, so that is the way back."""
    return x_noisy + torch.as_tensor(sigma, dtype=x_noisy.dtype).reshape(-1, 1) * score


@mutant(caught_by="test_exact_for_mixtures")
def goes_downhill(x_noisy, score, sigma):
    """Believes that gradients are always subtracted."""
    return x_noisy - torch.as_tensor(sigma, dtype=x_noisy.dtype).reshape(-1, 1) ** 2 * score


@mutant(caught_by="test_exact_for_mixtures")
def takes_a_langevin_step(x_noisy, score, sigma):
    """Believes that half of the variance is the step, as in Langevin dynamics."""
    return x_noisy + torch.as_tensor(sigma, dtype=x_noisy.dtype).reshape(-1, 1) ** 2 / 2 * score


@mutant(caught_by="test_a_level_for_each_example")
def a_variance_for_each_pixel(x_noisy, score, sigma):
    """Believes that broadcasting knows what is meant."""
    return x_noisy + sigma**2 * score


@mutant(caught_by="test_a_level_for_each_example")
def one_variance_for_all(x_noisy, score, sigma):
    """Believes that the mean of the noise levels will do."""
    return x_noisy + torch.as_tensor(sigma, dtype=x_noisy.dtype).square().mean() * score


@mutant(caught_by="test_a_level_for_each_example")
def lets_the_variances_decide_the_dtype(x_noisy, score, sigma):
    """Believes that the dtype of x_noisy is what comes out, whatever is multiplied."""
    return x_noisy + torch.as_tensor(sigma).square().reshape(-1, 1) * score
