"""Wrong answers to `gradient_estimates`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_score_function_from_each_sample")
def divides_noise_by_the_variance(f, df, mu, log_var, eps):
    """Believes that (z - mu) / sigma^2 is eps / sigma^2."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma**2, 0.5 * (eps**2 - 1)], dim=1)
    return score, df(z)[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1)


@mutant(caught_by="test_score_function_from_each_sample")
def forgets_the_normaliser(f, df, mu, log_var, eps):
    """Believes that the density's normalising factor has no gradient."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma, 0.5 * eps**2], dim=1)
    return score, df(z)[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1)


@mutant(caught_by="test_score_function_from_each_sample")
def subtracts_a_baseline(f, df, mu, log_var, eps):
    """Believes that the plain estimator already has a baseline."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    value = f(z) - f(z).mean()
    score = value[:, None] * torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)
    return score, df(z)[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1)


@mutant(caught_by="test_score_function_from_each_sample")
def takes_exp_for_sigma(f, df, mu, log_var, eps):
    """Believes that exp(log_var) is the standard deviation."""
    sigma = math.exp(log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)
    return score, df(z)[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1)


@mutant(caught_by="test_pathwise_from_each_sample")
def differentiates_by_sigma(f, df, mu, log_var, eps):
    """Believes that the derivative with respect to sigma is the one with respect to log_var."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)
    return score, df(z)[:, None] * torch.stack([torch.ones_like(eps), eps], dim=1)


@mutant(caught_by="test_pathwise_from_each_sample")
def differentiates_at_the_mean(f, df, mu, log_var, eps):
    """Believes that the slope at the mean is the mean slope."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)
    slope = df(mu + 0 * eps)
    return score, slope[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1)


@mutant(caught_by="test_right_on_average")
def swaps_the_two(f, df, mu, log_var, eps):
    """Believes that the order of the results does not matter."""
    sigma = math.exp(0.5 * log_var)
    z = mu + sigma * eps
    score = f(z)[:, None] * torch.stack([eps / sigma, 0.5 * (eps**2 - 1)], dim=1)
    return df(z)[:, None] * torch.stack([torch.ones_like(eps), 0.5 * sigma * eps], dim=1), score
