"""Wrong answers to `rate_distortion`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_rates")
def forgets_the_half(variances, beta, sigma=0.1):
    """Believes that a nat is the logarithm of a variance."""
    level = beta * sigma**2
    return torch.log(variances.clamp(min=level) / level), variances.clamp(max=level)


@mutant(caught_by="test_rates")
def takes_sigma_for_the_variance(variances, beta, sigma=0.1):
    """Believes that the level is beta times sigma."""
    level = beta * sigma
    return 0.5 * torch.log(variances.clamp(min=level) / level), variances.clamp(max=level)


@mutant(caught_by="test_rates")
def counts_in_bits(variances, beta, sigma=0.1):
    """Believes that information is counted in bits."""
    level = beta * sigma**2
    return 0.5 * torch.log2(variances.clamp(min=level) / level), variances.clamp(max=level)


@mutant(caught_by="test_rates")
def lets_rates_be_negative(variances, beta, sigma=0.1):
    """Believes that a direction under water gives nats back."""
    level = beta * sigma**2
    return 0.5 * torch.log(variances / level), variances.clamp(max=level)


@mutant(caught_by="test_distortions")
def forgets_the_noise_of_the_code(variances, beta, sigma=0.1):
    """Believes that the picture is decoded from the mean of the code."""
    level = beta * sigma**2
    high = variances.clamp(min=level)
    return 0.5 * torch.log(high / level), torch.where(variances > level, level**2 / high, variances)


@mutant(caught_by="test_distortions")
def loses_only_what_is_asleep(variances, beta, sigma=0.1):
    """Believes that directions which are described at all are described exactly, as PCA does."""
    level = beta * sigma**2
    rate = 0.5 * torch.log(variances.clamp(min=level) / level)
    return rate, torch.where(variances > level, torch.zeros_like(variances), variances)


@mutant(caught_by="test_directions_without_variance")
def multiplies_infinity_by_nothing(variances, beta, sigma=0.1):
    """Believes that a mask removes what is not finite."""
    level = beta * sigma**2
    awake = (variances > level).to(variances.dtype)
    return awake * 0.5 * torch.log(variances / level), variances.clamp(max=level)


@mutant(caught_by="test_nothing_linear_is_cheaper")
def adds_the_signal_to_the_noise(variances, beta, sigma=0.1):
    """Believes in Shannon's formula for a channel, log(1 + signal / noise), and that the level is the error everywhere."""
    level = beta * sigma**2
    return 0.5 * torch.log(1 + variances / level), torch.full_like(variances, level)
