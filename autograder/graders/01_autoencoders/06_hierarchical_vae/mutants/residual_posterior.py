"""Wrong answers to `residual_posterior`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_relative_to_the_prior")
def moves_in_standard_deviations(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that delta_mu counts the prior's standard deviations."""
    kl = 0.5 * (delta_mu**2 + delta_log_var.exp() - 1 - delta_log_var).sum(dim=1)
    return mu_p + (0.5 * log_var_p).exp() * delta_mu, log_var_p + delta_log_var, kl


@mutant(caught_by="test_relative_to_the_prior")
def adds_the_variances(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that a difference of spreads is added to the variance."""
    kl = 0.5 * (delta_mu**2 / log_var_p.exp() + delta_log_var.exp() - 1 - delta_log_var).sum(dim=1)
    return mu_p + delta_mu, torch.logaddexp(log_var_p, delta_log_var), kl


@mutant(caught_by="test_price")
def pays_from_dice(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that the price counts from N(0, I)."""
    mu_q, log_var_q = mu_p + delta_mu, log_var_p + delta_log_var
    return mu_q, log_var_q, 0.5 * (mu_q**2 + log_var_q.exp() - 1 - log_var_q).sum(dim=1)


@mutant(caught_by="test_price")
def forgets_the_priors_spread(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that a difference costs the same whatever the prior's spread."""
    kl = 0.5 * (delta_mu**2 + delta_log_var.exp() - 1 - delta_log_var).sum(dim=1)
    return mu_p + delta_mu, log_var_p + delta_log_var, kl


@mutant(caught_by="test_price")
def averages_the_price(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that the price is a mean over latents."""
    kl = 0.5 * (delta_mu**2 / log_var_p.exp() + delta_log_var.exp() - 1 - delta_log_var).mean(dim=1)
    return mu_p + delta_mu, log_var_p + delta_log_var, kl


@mutant(caught_by="test_no_digits_lost")
def subtracts_what_it_has_added(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that mu_q - mu_p is delta_mu."""
    mu_q, log_var_q = mu_p + delta_mu, log_var_p + delta_log_var
    return mu_q, log_var_q, kl_diagonal(mu_q, log_var_q, mu_p, log_var_p)


@mutant(caught_by="test_gradients_to_all_four")
def holds_the_prior_of_the_price_still(mu_p, log_var_p, delta_mu, delta_log_var):
    """Believes that the price is to teach the posterior alone."""
    spread = log_var_p.detach().exp()
    kl = 0.5 * (delta_mu**2 / spread + delta_log_var.exp() - 1 - delta_log_var).sum(dim=1)
    return mu_p + delta_mu, log_var_p + delta_log_var, kl
