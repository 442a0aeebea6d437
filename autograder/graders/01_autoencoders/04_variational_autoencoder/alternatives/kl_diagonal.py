"""Other right answers to `kl_diagonal`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def kl_in_numpy(mu_q, log_var_q, mu_p, log_var_p):
    """NumPy, with the terms in another order; returns an array."""
    import numpy as np

    mu_q, log_var_q, mu_p, log_var_p = (np.asarray(part) for part in (mu_q, log_var_q, mu_p, log_var_p))
    ratio = np.exp(log_var_q - log_var_p)
    distance = ((mu_q - mu_p) * np.exp(-log_var_p / 2)) ** 2
    return (ratio + distance - 1 + log_var_p - log_var_q).sum(-1) / 2


@alternative
def kl_with_expm1(mu_q, log_var_q, mu_p, log_var_p):
    """`expm1`, for the divergence of two that are nearly equal, and einsum for the sum."""
    d = log_var_q - log_var_p
    terms = torch.expm1(d) - d + (mu_q - mu_p).square() * torch.exp(-log_var_p)
    return torch.einsum("...d->...", 0.5 * terms)
