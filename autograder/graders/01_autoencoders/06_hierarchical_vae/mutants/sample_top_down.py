"""Wrong answers to `sample_top_down`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_follows_the_story")
def throws_level_1_from_dice(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that every level is drawn from N(0, I), as in a flat VAE."""
    z_1 = temperature * eps_1
    return temperature * eps_2, z_1, decode(z_1)


@mutant(caught_by="test_follows_the_story")
def takes_the_variance_for_sigma(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that exp(log_var) is the standard deviation."""
    z_2 = temperature * eps_2
    mu, log_var = prior(z_2)
    z_1 = mu + temperature * log_var.exp() * eps_1
    return z_2, z_1, decode(z_1)


@mutant(caught_by="test_follows_the_story")
def decodes_the_mean(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that only the top is random."""
    z_2 = temperature * eps_2
    mu, _ = prior(z_2)
    return z_2, mu, decode(mu)


@mutant(caught_by="test_temperature")
def shrinks_the_whole_level(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that the temperature multiplies the sample, mean and all."""
    z_2 = temperature * eps_2
    mu, log_var = prior(z_2)
    z_1 = temperature * (mu + (0.5 * log_var).exp() * eps_1)
    return z_2, z_1, decode(z_1)


@mutant(caught_by="test_temperature")
def shrinks_the_variance(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that the temperature is a factor of the variance."""
    z_2 = math.sqrt(temperature) * eps_2
    mu, log_var = prior(z_2)
    z_1 = mu + math.sqrt(temperature) * (0.5 * log_var).exp() * eps_1
    return z_2, z_1, decode(z_1)


@mutant(caught_by="test_temperature")
def shrinks_the_top_alone(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that the temperature belongs to the dice of the top."""
    z_2 = temperature * eps_2
    mu, log_var = prior(z_2)
    z_1 = mu + (0.5 * log_var).exp() * eps_1
    return z_2, z_1, decode(z_1)


@mutant(caught_by="test_no_dice_of_its_own")
def writes_into_the_noise(prior, decode, eps_2, eps_1, temperature=1.0):
    """Believes that the noise is not needed afterwards."""
    eps_2 *= temperature
    mu, log_var = prior(eps_2)
    z_1 = mu + temperature * (0.5 * log_var).exp() * eps_1
    return eps_2, z_1, decode(z_1)
