"""Wrong answers to `kl_diagonal`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_against_the_dice")
def averages_over_latents(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that the divergence is a mean over the latent dimensions."""
    d = log_var_q - log_var_p
    return 0.5 * (d.exp() + (mu_q - mu_p) ** 2 * torch.exp(-log_var_p) - 1 - d).mean(dim=-1)


@mutant(caught_by="test_against_the_dice")
def squares_the_variance(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that log_var is the logarithm of the standard deviation."""
    d = 2 * (log_var_q - log_var_p)
    return 0.5 * (d.exp() + (mu_q - mu_p) ** 2 * torch.exp(-2 * log_var_p) - 1 - d).sum(dim=-1)


@mutant(caught_by="test_between_any_two")
def the_other_way_round(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that the direction does not matter."""
    d = log_var_p - log_var_q
    return 0.5 * (d.exp() + (mu_q - mu_p) ** 2 * torch.exp(-log_var_q) - 1 - d).sum(dim=-1)


@mutant(caught_by="test_between_any_two")
def the_prior_is_always_dice(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that p is always N(0, I)."""
    return 0.5 * (mu_q**2 + log_var_q.exp() - 1 - log_var_q).sum(dim=-1)


@mutant(caught_by="test_is_a_divergence")
def forgets_minus_one(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that constants can be dropped, for their gradient is zero."""
    d = log_var_q - log_var_p
    return 0.5 * (d.exp() + (mu_q - mu_p) ** 2 * torch.exp(-log_var_p) - d).sum(dim=-1)


@mutant(caught_by="test_between_any_two")
def does_not_scale_the_distance(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that the distance of the means is not measured in p's standard deviations."""
    d = log_var_q - log_var_p
    return 0.5 * (d.exp() + (mu_q - mu_p) ** 2 - 1 - d).sum(dim=-1)


@mutant(caught_by="test_against_the_dice")
def forgets_the_half(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that a factor does not matter."""
    d = log_var_q - log_var_p
    return (d.exp() + (mu_q - mu_p) ** 2 * torch.exp(-log_var_p) - 1 - d).sum(dim=-1)


@mutant(caught_by="test_variances_of_any_size")
def divides_variances(mu_q, log_var_q, mu_p, log_var_p):
    """Believes that variances fit into a float."""
    var_q, var_p = log_var_q.exp(), log_var_p.exp()
    return 0.5 * (torch.log(var_p / var_q) - 1 + (var_q + (mu_q - mu_p) ** 2) / var_p).sum(dim=-1)
