"""Other right answers to `sample_top_down`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def story_with_standard_deviations(prior, decode, eps_2, eps_1, temperature=1.0):
    """Standard deviations by a root, `addcmul`; returns a list."""
    z_2 = eps_2 * temperature
    mu, log_var = prior(z_2)
    z_1 = torch.addcmul(mu, temperature * log_var.exp().sqrt(), eps_1)
    return [z_2, z_1, decode(z_1)]
