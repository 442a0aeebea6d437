"""Other right answers to `gaussian_logpdf`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def logpdf_of_torch(x, mu, cov):
    """torch's own distribution."""
    return torch.distributions.MultivariateNormal(mu, covariance_matrix=cov).log_prob(x)


@alternative
def logpdf_in_numpy(x, mu, cov):
    """NumPy's slogdet and solve; returns an array."""
    offset = np.asarray(x) - np.asarray(mu)
    squares = np.sum(offset * np.linalg.solve(np.asarray(cov), offset.T).T, axis=1)
    log_det = np.linalg.slogdet(np.asarray(cov))[1]
    return (-0.5 * (squares + log_det + offset.shape[1] * np.log(2 * np.pi))).astype(offset.dtype)


@alternative
def logpdf_by_eigenvectors(x, mu, cov):
    """Turns to the eigenvectors, where dimensions are independent; one example at a time."""
    values, Q = torch.linalg.eigh(cov)
    rows = []
    for example in x:
        y = Q.T @ (example - mu) / values.sqrt()
        rows.append(-0.5 * y @ y - 0.5 * values.log().sum() - 0.5 * len(mu) * math.log(2 * math.pi))
    return torch.stack(rows)
