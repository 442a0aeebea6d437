"""Wrong answers to `active_units`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_who_moves_with_the_picture")
def looks_at_the_standard_deviation(mu, log_var, threshold=0.01):
    """Believes that the threshold is one for the standard deviation."""
    return mu.std(dim=0) > threshold, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)


@mutant(caught_by="test_cost_without_use")
def looks_at_the_size(mu, log_var, threshold=0.01):
    """Believes that a mean far from 0 says something."""
    return (mu**2).mean(dim=0) > threshold, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)


@mutant(caught_by="test_who_moves_with_the_picture")
def looks_at_the_cost(mu, log_var, threshold=0.01):
    """Believes that what costs nats is in use."""
    nats = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)
    return nats > threshold, nats


@mutant(caught_by="test_who_moves_with_the_picture")
def has_a_threshold_of_its_own(mu, log_var, threshold=0.01):
    """Believes that the threshold is always 0.01."""
    return mu.var(dim=0) > 0.01, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)


@mutant(caught_by="test_what_each_costs")
def sums_over_the_data(mu, log_var, threshold=0.01):
    """Believes that the cost of a latent is that of the whole data set."""
    return mu.var(dim=0) > threshold, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum(dim=0)


@mutant(caught_by="test_what_each_costs")
def takes_log_var_for_log_sigma(mu, log_var, threshold=0.01):
    """Believes that exp(log_var) has to be squared."""
    return mu.var(dim=0) > threshold, 0.5 * (mu**2 + (2 * log_var).exp() - 1 - 2 * log_var).mean(dim=0)


@mutant(caught_by="test_who_moves_with_the_picture")
def looks_at_the_spread(mu, log_var, threshold=0.01):
    """Believes that a latent with a small posterior variance is active."""
    return log_var.exp().mean(dim=0) < 1 - threshold, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)


@mutant(caught_by="test_cost_without_use")
def counts_what_is_at_the_threshold(mu, log_var, threshold=0.01):
    """Believes that a latent at the threshold is active: at a threshold of 0 all of them are."""
    return mu.var(dim=0) >= threshold, 0.5 * (mu**2 + log_var.exp() - 1 - log_var).mean(dim=0)
