"""Wrong answers to `reparameterise`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_builds_the_samples")
def takes_the_variance_for_sigma(mu, log_var, eps):
    """Believes that exp(log_var) is the standard deviation."""
    return mu + log_var.exp() * eps


@mutant(caught_by="test_builds_the_samples")
def takes_log_var_for_the_variance(mu, log_var, eps):
    """Believes that the network puts out the variance itself."""
    return mu + log_var.abs().sqrt() * eps


@mutant(caught_by="test_builds_the_samples")
def returns_the_mean(mu, log_var, eps):
    """Believes that the mean is as good as a sample."""
    return mu + 0 * eps


@mutant(caught_by="test_gradients_pass")
def samples_without_gradients(mu, log_var, eps):
    """Believes that sampling is no part of the graph."""
    return (mu + torch.exp(0.5 * log_var) * eps).detach()


@mutant(caught_by="test_gradients_pass")
def detaches_the_spread(mu, log_var, eps):
    """Believes that only the mean has to learn."""
    return mu + torch.exp(0.5 * log_var).detach() * eps


@mutant(caught_by="test_many_samples_without_own_dice")
def throws_its_own_dice(mu, log_var, eps):
    """Believes that the argument is there for its shape alone."""
    return mu + torch.exp(0.5 * log_var) * torch.randn_like(eps)


@mutant(caught_by="test_many_samples_without_own_dice")
def writes_into_the_noise(mu, log_var, eps):
    """Believes that the noise is not needed afterwards."""
    with torch.no_grad():
        noise = eps.clone()
        eps.mul_(torch.exp(0.5 * log_var)).add_(mu)
    return mu + torch.exp(0.5 * log_var) * noise


@mutant(caught_by="test_many_samples_without_own_dice")
def takes_one_sample_of_many(mu, log_var, eps):
    """Believes that noise has the shape of mu, and makes it so."""
    return mu + torch.exp(0.5 * log_var) * eps.reshape(-1, *mu.shape)[0]
