"""Wrong answers to `gaussian_kl_std`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_the_integral_that_it_stands_for")
def averages_over_dimensions(mu, log_var):
    """Believes that a mean over dimensions makes losses comparable."""
    return 0.5 * (mu.square() + log_var.exp() - 1 - log_var).mean(dim=1)


@mutant(caught_by="test_the_integral_that_it_stands_for")
def squares_the_variance(mu, log_var):
    """Believes that log_var is the logarithm of the standard deviation."""
    return 0.5 * (mu.square() + (2 * log_var).exp() - 1 - 2 * log_var).sum(dim=1)


@mutant(caught_by="test_the_integral_that_it_stands_for")
def squares_only_the_exponential(mu, log_var):
    """Squares exp(log_var), as if it were sigma."""
    return 0.5 * (mu.square() + log_var.exp().square() - 1 - log_var).sum(dim=1)


@mutant(caught_by="test_the_integral_that_it_stands_for")
def has_the_prior_first(mu, log_var):
    """Measures from the prior to q."""
    return 0.5 * ((1 + mu.square()) * (-log_var).exp() - 1 + log_var).sum(dim=1)


@mutant(caught_by="test_the_integral_that_it_stands_for")
def forgets_the_half(mu, log_var):
    """Forgets the one half."""
    return (mu.square() + log_var.exp() - 1 - log_var).sum(dim=1)


@mutant(caught_by="test_the_integral_that_it_stands_for")
def forgets_the_one(mu, log_var):
    """Believes that constants do not matter, since they have no gradient."""
    return 0.5 * (mu.square() + log_var.exp() - log_var).sum(dim=1)


@mutant(caught_by="test_the_integral_that_it_stands_for")
def turns_the_sign(mu, log_var):
    """Copies the form with 1 + log_var - ... without its minus sign."""
    return 0.5 * (1 + log_var - mu.square() - log_var.exp()).sum(dim=1)


@mutant(caught_by="test_the_integral_that_it_stands_for")
def averages_over_the_batch(mu, log_var):
    """Believes that a loss is one number."""
    return (0.5 * (mu.square() + log_var.exp() - 1 - log_var).sum(dim=1)).mean()


@mutant(caught_by="test_gradients_pull_to_the_prior")
def cuts_the_gradient(mu, log_var):
    """Believes that a regulariser is only to be read, not trained with."""
    return 0.5 * (mu.square() + log_var.exp() - 1 - log_var).sum(dim=1).detach() + 0 * mu.sum()


@mutant(caught_by="test_gradients_pull_to_the_prior")
def detaches_the_variance(mu, log_var):
    """Believes that only means are learnt."""
    return 0.5 * (mu.square() + log_var.detach().exp() - 1 - log_var.detach()).sum(dim=1)


@mutant(caught_by="test_extremes_and_float32")
def goes_through_sigma(mu, log_var):
    """Takes the exponential, and the logarithm of that again: what float32 cannot hold becomes minus infinity."""
    var = log_var.exp()
    return 0.5 * (mu.square() + var - 1 - var.log()).sum(dim=1)
