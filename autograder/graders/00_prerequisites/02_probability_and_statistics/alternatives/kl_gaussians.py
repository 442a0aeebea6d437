"""Other right answers to `kl_gaussians`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def kl_of_torch(mu_q, cov_q, mu_p, cov_p):
    """torch's own distributions."""
    q, p = (torch.distributions.MultivariateNormal(m, c) for m, c in ((mu_q, cov_q), (mu_p, cov_p)))
    return torch.distributions.kl_divergence(q, p)


@alternative
def kl_in_numpy(mu_q, cov_q, mu_p, cov_p):
    """NumPy's solve and slogdet; returns a float."""
    mu_q, cov_q, mu_p, cov_p = (np.asarray(part) for part in (mu_q, cov_q, mu_p, cov_p))
    offset = mu_p - mu_q
    inverse = np.linalg.inv(cov_p)
    log_dets = np.linalg.slogdet(cov_p)[1] - np.linalg.slogdet(cov_q)[1]
    return float(np.sum(inverse * cov_q) + offset @ inverse @ offset - len(offset) + log_dets) / 2


@alternative
def kl_by_whitening(mu_q, cov_q, mu_p, cov_p):
    """Whitens by p, then sums over the eigenvalues of what became of q; returns a tensor of shape [1]."""
    values, Q = torch.linalg.eigh(cov_p)
    whitener = Q / values.sqrt()
    seen = torch.linalg.eigvalsh(whitener.T @ cov_q @ whitener)
    shift = whitener.T @ (mu_q - mu_p)
    return (0.5 * (seen - 1 - seen.log()).sum() + 0.5 * shift @ shift)[None]
