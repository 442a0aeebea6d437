"""Wrong answers to `iwae_bound`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_tighter_with_more_samples")
def averages_the_log_weights(encode, decode, x, eps):
    """Believes that the mean of K bounds is the bound from K samples."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    return (log_w - log_density(z, mu, "normal", log_var)).mean(dim=0)


@mutant(caught_by="test_weights_all_samples")
def takes_the_divergence_for_the_weights(encode, decode, x, eps):
    """Believes that the closed form of the KL may stand for log p(z) - log q(z | x) of each sample."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli")
    return log_mean_exp(rec, dim=0) - kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))


@mutant(caught_by="test_weights_all_samples")
def forgets_the_prior(encode, decode, x, eps):
    """Believes that the weight is p(x | z) / q(z | x)."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    return log_mean_exp(log_density(x, decode(z), "bernoulli") - log_density(z, mu, "normal", log_var), dim=0)


@mutant(caught_by="test_weights_all_samples")
def forgets_where_samples_come_from(encode, decode, x, eps):
    """Believes that samples of q need no correction: a mean of p(x | z)."""
    mu, log_var = encode(x)
    return log_mean_exp(log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli"), dim=0)


@mutant(caught_by="test_one_sample_and_the_exact_case")
def sums_the_weights(encode, decode, x, eps):
    """Believes that the sum of the weights estimates p(x)."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    return torch.logsumexp(log_w - log_density(z, mu, "normal", log_var), dim=0)


@mutant(caught_by="test_weights_that_underflow")
def exponentiates_the_weights(encode, decode, x, eps):
    """Believes that the probability of a picture fits into a float."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    return (log_w - log_density(z, mu, "normal", log_var)).exp().mean(dim=0).log()


@mutant(caught_by="test_weights_all_samples")
def averages_over_the_examples(encode, decode, x, eps):
    """Believes that the axis to average over is that of the examples."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    return log_mean_exp(log_w - log_density(z, mu, "normal", log_var), dim=1)


@mutant(caught_by="test_tighter_with_more_samples")
def takes_the_best_sample(encode, decode, x, eps):
    """Believes that the largest weight is the tightest bound."""
    mu, log_var = encode(x)
    z = reparameterise(mu, log_var, eps)
    log_w = log_density(x, decode(z), "bernoulli") + log_density(z, torch.zeros_like(z), "normal")
    return (log_w - log_density(z, mu, "normal", log_var)).amax(dim=0)
