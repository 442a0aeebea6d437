"""Other right answers to `residual_posterior`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def residual_with_expm1(mu_p, log_var_p, delta_mu, delta_log_var):
    """`expm1`, and the difference measured in standard deviations before it is squared."""
    steps = delta_mu * torch.exp(-log_var_p / 2)
    kl = (steps.square() + torch.expm1(delta_log_var) - delta_log_var).sum(-1) / 2
    return delta_mu + mu_p, delta_log_var + log_var_p, kl
