"""Other right answers to `gmm_em_step`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def em_component_by_component(X, pi, mu, cov, ridge=0.0):
    """A loop over components, sums of products by `einsum`; the ridge is written in place."""
    K = len(mu)
    log_joint = torch.zeros(len(X), K, dtype=X.dtype)
    for k in range(K):
        log_joint[:, k] = torch.log(pi[k]) + gaussian_logpdf(X, mu[k], cov[k])
    log_p = log_joint.logsumexp(dim=1)
    r = log_joint.softmax(dim=1)
    new_pi, new_mu, new_cov = torch.empty_like(pi), torch.empty_like(mu), torch.empty_like(cov)
    for k in range(K):
        total = r[:, k].sum()
        new_pi[k] = total / len(X)
        new_mu[k] = (r[:, k, None] * X).sum(dim=0) / total
        new_cov[k] = torch.einsum("n,ni,nj->ij", r[:, k], X - new_mu[k], X - new_mu[k]) / total
        new_cov[k].diagonal().add_(ridge)
    return new_pi, new_mu, new_cov, float(log_p.mean())


@alternative
def em_in_numpy(X, pi, mu, cov, ridge=0.0):
    """NumPy, with `slogdet` and `solve` instead of the earlier exercise; returns a list of tensors."""
    X, pi, mu, cov = (np.asarray(part) for part in (X, pi, mu, cov))
    offsets = X[None] - mu[:, None]
    squares = np.einsum("kni,kni->kn", offsets, np.swapaxes(np.linalg.solve(cov, np.swapaxes(offsets, 1, 2)), 1, 2))
    constants = np.log(pi) - 0.5 * (np.linalg.slogdet(cov)[1] + X.shape[1] * np.log(2 * np.pi))
    log_joint = constants[:, None] - 0.5 * squares
    top = log_joint.max(axis=0)
    log_p = top + np.log(np.exp(log_joint - top).sum(axis=0))
    r = np.exp(log_joint - log_p)
    counts = r.sum(axis=1)
    new_mu = r @ X / counts[:, None]
    offsets = X[None] - new_mu[:, None]
    new_cov = np.einsum("kn,kni,knj->kij", r, offsets, offsets) / counts[:, None, None] + ridge * np.eye(X.shape[1])
    return [torch.from_numpy(part) for part in (counts / len(X), new_mu, new_cov)] + [log_p.mean()]
