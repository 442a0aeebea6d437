"""Wrong answers to `is_top_used`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_who_is_asleep")
def looks_at_the_price(encode_top, prior, x):
    """Believes that a level which costs nats is in use."""
    mu, log_var = encode_top(x)
    return bool(0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(-1).mean() > 0.1)


@mutant(caught_by="test_who_is_not_heard")
def looks_at_active_units(encode_top, prior, x):
    """Believes that it is enough if the means of the top move with the picture."""
    mu, log_var = encode_top(x)
    return bool((mu.var(0) / (mu.var(0) + log_var.exp().mean(0))).max() > 0.05)


@mutant(caught_by="test_who_is_asleep")
def looks_at_the_prior_alone(encode_top, prior, x):
    """Believes that it is enough if the level below listens: dice on top move it."""
    eps = torch.randn(2000, encode_top(x)[0].shape[1], dtype=x.dtype, generator=torch.Generator().manual_seed(0))
    mu_p, log_var_p = prior(eps)
    return bool((mu_p.var(0) / (mu_p.var(0) + log_var_p.exp().mean(0))).max() > 0.05)


@mutant(caught_by="test_who_is_not_heard")
def looks_at_both_ends(encode_top, prior, x):
    """Believes that if somebody speaks and somebody listens, they understand each other."""
    mu, log_var = encode_top(x)
    speaks = (mu.var(0) / (mu.var(0) + log_var.exp().mean(0))).max() > 0.05
    eps = torch.randn(2000, mu.shape[1], dtype=x.dtype, generator=torch.Generator().manual_seed(0))
    mu_p, log_var_p = prior(eps)
    return bool(speaks and (mu_p.var(0) / (mu_p.var(0) + log_var_p.exp().mean(0))).max() > 0.05)


@mutant(caught_by="test_who_is_asleep")
def passes_the_means(encode_top, prior, x):
    """Believes that the noise of the top may be left out: what the prior makes of mu."""
    mu_p, log_var_p = prior(encode_top(x)[0])
    return bool((mu_p.var(0) / (mu_p.var(0) + log_var_p.exp().mean(0))).max() > 0.05)


@mutant(caught_by="test_who_is_not_heard")
def forgets_the_priors_own_noise(encode_top, prior, x):
    """Believes that every movement of the prior's means counts, however small beside its spread."""
    mu, log_var = encode_top(x)
    eps = torch.randn(100, *mu.shape, dtype=mu.dtype, generator=torch.Generator().manual_seed(0))
    mu_p = prior((mu + (log_var / 2).exp() * eps).flatten(0, 1))[0].reshape(100, len(x), -1)
    between, within = mu_p.mean(0).var(0), mu_p.var(0).mean(0)
    return bool((between / (between + within + 1e-12)).max() > 0.05)


@mutant(caught_by="test_who_uses_it")
def asks_all_to_listen(encode_top, prior, x):
    """Believes that every latent of the level below has to listen."""
    mu, log_var = encode_top(x)
    eps = torch.randn(100, *mu.shape, dtype=mu.dtype, generator=torch.Generator().manual_seed(0))
    mu_p, log_var_p = (part.reshape(100, len(x), -1) for part in prior((mu + (log_var / 2).exp() * eps).flatten(0, 1)))
    between = mu_p.mean(0).var(0)
    within = mu_p.var(0).mean(0) + log_var_p.exp().mean((0, 1))
    return bool((between / (between + within)).min() > 0.05)
