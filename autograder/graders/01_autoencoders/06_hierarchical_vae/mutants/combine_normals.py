"""Wrong answers to `combine_normals`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_proportional_to_the_product")
def averages_the_two(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that two opinions are averaged."""
    return (mu_1 + mu_2) / 2 + 0 * log_var_1, (log_var_1 + log_var_2) / 2


@mutant(caught_by="test_proportional_to_the_product")
def weighs_by_the_variances(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that the larger variance has the larger say."""
    share = torch.sigmoid(log_var_1 - log_var_2)
    return share * mu_1 + (1 - share) * mu_2, -torch.logaddexp(-log_var_1, -log_var_2)


@mutant(caught_by="test_proportional_to_the_product")
def adds_the_variables(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that a product of densities is the distribution of a sum: variances add."""
    return mu_1 + mu_2, torch.logaddexp(log_var_1, log_var_2)


@mutant(caught_by="test_proportional_to_the_product")
def weighs_by_standard_deviations(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that precision is one over the standard deviation."""
    share = torch.sigmoid((log_var_2 - log_var_1) / 2)
    return share * mu_1 + (1 - share) * mu_2, -2 * torch.logaddexp(-log_var_1 / 2, -log_var_2 / 2)


@mutant(caught_by="test_certainty_of_any_size")
def exponentiates_precisions(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that precisions fit into a float."""
    tau_1, tau_2 = (-log_var_1).exp(), (-log_var_2).exp()
    return (tau_1 * mu_1 + tau_2 * mu_2) / (tau_1 + tau_2), -(tau_1 + tau_2).log()


@mutant(caught_by="test_certainty_of_any_size")
def clamps_the_log_variances(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that log-variances beyond 10 do not occur."""
    log_var_1, log_var_2 = log_var_1.clamp(-10, 10), log_var_2.clamp(-10, 10)
    share = torch.sigmoid(log_var_2 - log_var_1)
    return share * mu_1 + (1 - share) * mu_2, -torch.logaddexp(-log_var_1, -log_var_2)


@mutant(caught_by="test_gradients_to_all_four")
def holds_the_shares_still(mu_1, log_var_1, mu_2, log_var_2):
    """Believes that shares are constants."""
    share = torch.sigmoid(log_var_2 - log_var_1).detach()
    return share * mu_1 + (1 - share) * mu_2, -torch.logaddexp(-log_var_1, -log_var_2)
