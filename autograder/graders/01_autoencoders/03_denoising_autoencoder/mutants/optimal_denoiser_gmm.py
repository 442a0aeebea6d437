"""Wrong answers to `optimal_denoiser_gmm`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_posterior_means")
def forgets_the_width_in_the_shares(x_noisy, sigma, weights, means, tau):
    """Believes that the noise alone decides which component it was."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    pulled = torch.softmax(weights.log() - squares / (2 * sigma**2), dim=1) @ means
    return pulled + tau**2 / (sigma**2 + tau**2) * (x_noisy - pulled)


@mutant(caught_by="test_posterior_means")
def forgets_the_weights(x_noisy, sigma, weights, means, tau):
    """Believes that all components are equally likely."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    pulled = torch.softmax(-squares / (2 * (sigma**2 + tau**2)), dim=1) @ means
    return pulled + tau**2 / (sigma**2 + tau**2) * (x_noisy - pulled)


@mutant(caught_by="test_posterior_means")
def takes_the_nearest(x_noisy, sigma, weights, means, tau):
    """Believes that the best guess is the most probable component."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    pulled = means[(weights.log() - squares / (2 * (sigma**2 + tau**2))).argmax(dim=1)]
    return pulled + tau**2 / (sigma**2 + tau**2) * (x_noisy - pulled)


@mutant(caught_by="test_ends_of_the_range")
def forgets_the_pull(x_noisy, sigma, weights, means, tau):
    """Believes that the mean of the component is the guess, however wide it is."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    return torch.softmax(weights.log() - squares / (2 * (sigma**2 + tau**2)), dim=1) @ means


@mutant(caught_by="test_ends_of_the_range")
def swaps_the_two_variances(x_noisy, sigma, weights, means, tau):
    """Believes that the share of the noise stays, and that of the data goes."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    pulled = torch.softmax(weights.log() - squares / (2 * (sigma**2 + tau**2)), dim=1) @ means
    return pulled + sigma**2 / (sigma**2 + tau**2) * (x_noisy - pulled)


@mutant(caught_by="test_far_points_are_finite")
def exponentiates_as_it_stands(x_noisy, sigma, weights, means, tau):
    """Believes that a formula can be typed in as it is printed."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    shares = weights * torch.exp(-squares / (2 * (sigma**2 + tau**2)))
    pulled = shares / shares.sum(dim=1, keepdim=True) @ means
    return pulled + tau**2 / (sigma**2 + tau**2) * (x_noisy - pulled)


@mutant(caught_by="test_each_example_on_its_own")
def normalises_over_the_batch(x_noisy, sigma, weights, means, tau):
    """Believes that the softmax runs over the examples."""
    squares = (x_noisy[:, None] - means).square().sum(dim=2)
    pulled = torch.softmax(weights.log() - squares / (2 * (sigma**2 + tau**2)), dim=0) @ means
    return pulled + tau**2 / (sigma**2 + tau**2) * (x_noisy - pulled)
