"""Other right answers to `frechet_distance`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def distance_with_two_roots(mu_1, sigma_1, mu_2, sigma_2):
    """Equation (2) as it stands: the root of the symmetric product."""

    def root(sigma):
        values, Q = torch.linalg.eigh((sigma + sigma.T) / 2)
        cut = values.abs().max() * len(values) * torch.finfo(values.dtype).eps
        return Q @ torch.diag(torch.where(values > cut, values, 0).sqrt()) @ Q.T

    s1, s2 = sigma_1.double(), sigma_2.double()
    r = root(s1)
    inner = root(r @ s2 @ r)
    d = (mu_1.double() - mu_2.double()).pow(2).sum() + torch.trace(s1 + s2 - 2 * inner)
    return float(d.clamp(min=0))


@alternative
def distance_by_eigenvalues_of_the_product(mu_1, sigma_1, mu_2, sigma_2):
    """The eigenvalues of S1 S2 are those of the symmetric product; what rounding makes of zeros is cut off."""
    mu_1, sigma_1, mu_2, sigma_2 = (np.asarray(part, dtype=np.float64) for part in (mu_1, sigma_1, mu_2, sigma_2))
    values = np.linalg.eigvals(sigma_1 @ sigma_2).real
    cut = np.abs(values).max() * len(values) * 1e-14
    overlap = np.sqrt(np.where(values > cut, values, 0)).sum()
    return max(0.0, float(((mu_1 - mu_2) ** 2).sum() + np.trace(sigma_1) + np.trace(sigma_2) - 2 * overlap))
