"""Wrong answers to `elbo`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch.nn import functional

from autograder.testing import mutant


@mutant(caught_by="test_bound_of_each_example")
def the_colleagues_loss(encode, decode, x, eps):
    """Believes that the draft only has the wrong sign."""
    mu, log_var = encode(x)
    z = mu + torch.exp(log_var) * eps
    x_hat = torch.sigmoid(decode(z))
    rec = -functional.binary_cross_entropy_with_logits(x_hat, x)
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean()
    return rec - kl, rec, kl


@mutant(caught_by="test_bound_of_each_example")
def keeps_the_wrong_sigma(encode, decode, x, eps):
    """Finds the averages and the double sigmoid, and not that exp(log_var) is the variance."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(mu + torch.exp(log_var) * eps), "bernoulli")
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return rec - kl, rec, kl


@mutant(caught_by="test_parts_in_nats")
def keeps_the_double_sigmoid(encode, decode, x, eps):
    """Finds sigma and the averages, and squashes the logits twice."""
    mu, log_var = encode(x)
    rec = log_density(x, torch.sigmoid(decode(reparameterise(mu, log_var, eps))), "bernoulli")
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return rec - kl, rec, kl


@mutant(caught_by="test_parts_in_nats")
def keeps_the_mean_over_latents(encode, decode, x, eps):
    """Finds everything but the mean over latents."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli")
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=-1)
    return rec - kl, rec, kl


@mutant(caught_by="test_parts_in_nats")
def keeps_the_mean_over_pixels(encode, decode, x, eps):
    """Finds everything but the mean over pixels."""
    mu, log_var = encode(x)
    logits = decode(reparameterise(mu, log_var, eps))
    rec = -functional.binary_cross_entropy_with_logits(logits, x, reduction="none").mean(dim=-1)
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return rec - kl, rec, kl


@mutant(caught_by="test_bound_of_each_example")
def returns_the_loss(encode, decode, x, eps):
    """Believes that what one minimises is the bound."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli")
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return kl - rec, rec, kl


@mutant(caught_by="test_never_above_the_evidence")
def adds_the_price(encode, decode, x, eps):
    """Believes that both terms are to be large."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli")
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return rec + kl, rec, kl


@mutant(caught_by="test_both_networks_learn")
def detaches_the_sample(encode, decode, x, eps):
    """Believes that the encoder learns from the KL term alone."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps).detach()), "bernoulli")
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu))
    return rec - kl, rec, kl


@mutant(caught_by="test_bound_of_each_example")
def averages_over_examples(encode, decode, x, eps):
    """Believes that the bound of a batch is one number."""
    mu, log_var = encode(x)
    rec = log_density(x, decode(reparameterise(mu, log_var, eps)), "bernoulli").mean()
    kl = kl_diagonal(mu, log_var, torch.zeros_like(mu), torch.zeros_like(mu)).mean()
    return rec - kl, rec, kl
