"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""
# ruff: noqa: F821 - `gaussian_logpdf` is the notebook's

import math

import numpy as np
import torch

from autograder.testing import alternative

# --- bayes_update


@alternative("bayes_update")
def bayes_in_numpy(log_prior, log_lik):
    """NumPy, shifted by the largest term by hand; returns arrays."""
    joint = np.asarray(log_prior) + np.asarray(log_lik)
    top = joint.max(axis=-1, keepdims=True)
    if np.isneginf(top).any():
        raise ValueError("impossible")
    log_evidence = top + np.log(np.exp(joint - top).sum(axis=-1, keepdims=True))
    return joint - log_evidence, log_evidence[..., 0]


@alternative("bayes_update")
def bayes_by_log_softmax(log_prior, log_lik):
    """The posterior as a log-softmax, the evidence as what it took away; returns a list."""
    joint = log_lik + log_prior
    if torch.isneginf(joint).all(dim=-1).any():
        raise ValueError("no hypothesis allows this observation")
    return [torch.log_softmax(joint, dim=-1), torch.logsumexp(joint, dim=-1)]


@alternative("bayes_update")
def bayes_one_hypothesis_at_a_time(log_prior, log_lik):
    """Adds hypotheses up one by one, with `logaddexp`."""
    joint = log_lik.clone()
    joint += log_prior
    total = joint[..., 0]
    for k in range(1, joint.shape[-1]):
        total = torch.logaddexp(total, joint[..., k])
    if not bool(torch.isfinite(total).all()):
        raise ValueError("impossible")
    return (joint.movedim(-1, 0) - total).movedim(0, -1), total


# --- beta_binomial


@alternative("beta_binomial")
def beta_binomial_in_torch(a, b, k, n):
    """torch.lgamma; returns one tensor."""
    a, b, k, n = (torch.tensor(float(value), dtype=torch.float64) for value in (a, b, k, n))

    def log_beta(p, q):
        return torch.lgamma(p) + torch.lgamma(q) - torch.lgamma(p + q)

    # "n choose k" is 1 / ((n + 1) B(k + 1, n - k + 1))
    log_choose = -torch.log(n + 1) - log_beta(k + 1, n - k + 1)
    mean = (a + k) / (a + b + n)
    return torch.stack([a + k, b + n - k, mean, log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)])


@alternative("beta_binomial")
def beta_binomial_trial_by_trial(a, b, k, n):
    """A loop over trials, each with its predictive probability; returns a list."""
    log_evidence = 0.0
    for i in range(k):
        log_evidence += math.log(a + i) - math.log(a + b + i) + math.log(n - i) - math.log(k - i)
    for i in range(n - k):
        log_evidence += math.log(b + i) - math.log(a + b + k + i)
    return [a + k, b + (n - k), 1 - (b + n - k) / (a + b + n), log_evidence]


# --- inverse_cdf_sample


@alternative("inverse_cdf_sample")
def sample_in_numpy(u, p):
    """NumPy's searchsorted; returns an array."""
    p = np.asarray(p)
    index = np.searchsorted(np.cumsum(p), np.asarray(u), side="right")
    return np.asarray(np.minimum(index, np.flatnonzero(p)[-1]), dtype=np.int64)


@alternative("inverse_cdf_sample")
def sample_by_counting(u, p):
    """Counts the heights that u reaches, among the outcomes that are possible."""
    possible = torch.nonzero(p > 0)[:, 0]
    heights = p[possible].cumsum(dim=0)[:-1]
    return possible[(u[..., None] >= heights).sum(dim=-1)]


@alternative("inverse_cdf_sample")
def sample_one_at_a_time(u, p):
    """Two loops in plain Python."""
    drawn = []
    for value in u.flatten().tolist():
        total, choice = 0.0, None
        for k, share in enumerate(p.tolist()):
            total += share
            if share > 0:
                choice = k
            if value < total:
                break
        drawn.append(choice)
    return torch.tensor(drawn, dtype=torch.int64).reshape(u.shape)


# --- box_muller


@alternative("box_muller")
def box_muller_in_numpy(u1, u2):
    """NumPy; returns arrays."""
    u1, u2 = np.asarray(u1), np.asarray(u2)
    r = np.sqrt(-2 * np.log(1 - u1)).astype(u1.dtype)
    return r * np.cos(2 * np.pi * u2).astype(u1.dtype), r * np.sin(2 * np.pi * u2).astype(u1.dtype)


@alternative("box_muller")
def box_muller_by_polar(u1, u2):
    """Complex numbers: a radius and an angle; works in place, on copies."""
    r = u1.clone().neg_().log1p_().mul_(-2).sqrt_()
    z = torch.polar(r, u2 * (2 * math.pi))
    return z.real, z.imag


@alternative("box_muller")
def box_muller_with_tau(u1, u2):
    """The factor as a square root of its own, the angle in units of tau; returns a list."""
    r = math.sqrt(2) * torch.log(1 - u1).abs().sqrt()
    return [r * torch.cos(math.tau * u2), r * torch.sin(math.tau * u2)]


# --- is_sample_of


@alternative("is_sample_of")
def check_in_numpy(x, cdf, alpha=1e-3):
    """NumPy; the largest of both gaps, one after the other; returns NumPy's bool."""
    values = np.sort(np.asarray(x))
    if not np.all(np.isfinite(values)):
        return False
    F, n = np.asarray(cdf(torch.from_numpy(values))), len(values)
    above = np.max(np.arange(1, n + 1) / n - F)
    below = np.max(F - np.arange(n) / n)
    return 2 * np.exp(-2 * n * max(above, below) ** 2) >= alpha


@alternative("is_sample_of")
def check_by_the_p_value(x, cdf, alpha=1e-3):
    """The heights come before the sort: F is increasing; compares the bound on the p-value with the level."""
    F = cdf(x)
    if bool(F.isnan().any()) or bool(x.isinf().any()):
        return False
    F, n = torch.sort(F).values, x.numel()
    steps = torch.linspace(0, 1, n + 1, dtype=torch.float64)
    D = torch.cat([(F - steps[:-1]).abs(), (steps[1:] - F).abs()]).max()
    return math.log(2) - 2 * n * float(D) ** 2 >= math.log(alpha)


# --- gaussian_logpdf


@alternative("gaussian_logpdf")
def logpdf_of_torch(x, mu, cov):
    """torch's own distribution."""
    return torch.distributions.MultivariateNormal(mu, covariance_matrix=cov).log_prob(x)


@alternative("gaussian_logpdf")
def logpdf_in_numpy(x, mu, cov):
    """NumPy's slogdet and solve; returns an array."""
    offset = np.asarray(x) - np.asarray(mu)
    squares = np.sum(offset * np.linalg.solve(np.asarray(cov), offset.T).T, axis=1)
    log_det = np.linalg.slogdet(np.asarray(cov))[1]
    return (-0.5 * (squares + log_det + offset.shape[1] * np.log(2 * np.pi))).astype(offset.dtype)


@alternative("gaussian_logpdf")
def logpdf_by_eigenvectors(x, mu, cov):
    """Turns to the eigenvectors, where dimensions are independent; one example at a time."""
    values, Q = torch.linalg.eigh(cov)
    rows = []
    for example in x:
        y = Q.T @ (example - mu) / values.sqrt()
        rows.append(-0.5 * y @ y - 0.5 * values.log().sum() - 0.5 * len(mu) * math.log(2 * math.pi))
    return torch.stack(rows)


# --- flow_logpdf


@alternative("flow_logpdf")
def flow_by_recursion(x, base_logpdf, layers):
    """A function inside that undoes the last layer and asks itself about the rest."""

    def undo(x, layers):
        if not layers:
            return base_logpdf(x)
        *rest, (inverse, log_det) = layers
        z = inverse(x)
        return undo(z, rest) - log_det(z)

    return undo(x, layers)


@alternative("flow_logpdf")
def flow_with_a_list(x, base_logpdf, layers):
    """Inverts first and remembers all inputs; adds up afterwards, in the order of the layers."""
    inputs = [x]
    for k in range(len(layers) - 1, -1, -1):
        inputs.insert(0, layers[k][0](inputs[0]))
    log_p = base_logpdf(inputs[0]).clone()
    for (_, log_det), z in zip(layers, inputs[:-1], strict=True):
        log_p -= log_det(z)
    return log_p


@alternative("flow_logpdf")
def flow_in_numpy(x, base_logpdf, layers):
    """Adds up in NumPy; returns an array."""
    z, total = x, np.zeros(len(x))
    for inverse, log_det in layers[::-1]:
        z = inverse(z)
        total -= np.asarray(log_det(z))
    return np.asarray(base_logpdf(z)) + total


# --- kl_gaussians


@alternative("kl_gaussians")
def kl_of_torch(mu_q, cov_q, mu_p, cov_p):
    """torch's own distributions."""
    q, p = (torch.distributions.MultivariateNormal(m, c) for m, c in ((mu_q, cov_q), (mu_p, cov_p)))
    return torch.distributions.kl_divergence(q, p)


@alternative("kl_gaussians")
def kl_in_numpy(mu_q, cov_q, mu_p, cov_p):
    """NumPy's solve and slogdet; returns a float."""
    mu_q, cov_q, mu_p, cov_p = (np.asarray(part) for part in (mu_q, cov_q, mu_p, cov_p))
    offset = mu_p - mu_q
    inverse = np.linalg.inv(cov_p)
    log_dets = np.linalg.slogdet(cov_p)[1] - np.linalg.slogdet(cov_q)[1]
    return float(np.sum(inverse * cov_q) + offset @ inverse @ offset - len(offset) + log_dets) / 2


@alternative("kl_gaussians")
def kl_by_whitening(mu_q, cov_q, mu_p, cov_p):
    """Whitens by p, then sums over the eigenvalues of what became of q; returns a tensor of shape [1]."""
    values, Q = torch.linalg.eigh(cov_p)
    whitener = Q / values.sqrt()
    seen = torch.linalg.eigvalsh(whitener.T @ cov_q @ whitener)
    shift = whitener.T @ (mu_q - mu_p)
    return (0.5 * (seen - 1 - seen.log()).sum() + 0.5 * shift @ shift)[None]


# --- rejection_sample


@alternative("rejection_sample")
def reject_with_probabilities(x, log_p, log_q, log_M, u):
    """Takes the exponential of the difference only; an index instead of a mask."""
    log_ratio = log_p - (log_M + log_q)
    if float(log_ratio.max()) > 1e-9:
        raise ValueError("M is too small")
    return x.index_select(0, torch.nonzero(u < log_ratio.exp()).flatten())


@alternative("rejection_sample")
def reject_one_at_a_time(x, log_p, log_q, log_M, u):
    """A loop in NumPy; returns an array."""
    x, kept = np.asarray(x), []
    for row, lp, lq, value in zip(x, log_p.tolist(), log_q.tolist(), u.tolist(), strict=True):
        limit = lp - lq - log_M
        if limit > 1e-9:
            raise ValueError(f"the density is {math.exp(limit):.3g} times too high")
        if value < math.exp(limit):
            kept.append(row)
    return np.array(kept).reshape(-1, x.shape[1])


# --- metropolis


@alternative("metropolis")
def metropolis_with_a_list(log_p, x0, step, noise, u):
    """A list of copies, written in place; probabilities instead of logarithms of them; a tensor as the share."""
    x, chain = x0.clone(), []
    accepts = torch.zeros_like(u, dtype=torch.bool)
    for t, (eps, uniform) in enumerate(zip(noise, u, strict=True)):
        proposal = x + step * eps
        accepts[t] = uniform < torch.exp(log_p(proposal) - log_p(x))
        x[accepts[t]] = proposal[accepts[t]]
        chain.append(x.clone())
    return torch.stack(chain), accepts.double().mean()


@alternative("metropolis")
def metropolis_chain_by_chain(log_p, x0, step, noise, u):
    """One chain after the other, one step at a time; returns a list."""
    n, C, _ = noise.shape
    chain, accepted = torch.zeros_like(noise), 0
    for c in range(C):
        x = x0[c : c + 1]
        here = float(log_p(x))
        for t in range(n):
            proposal = x + step * noise[t, c : c + 1]
            there = float(log_p(proposal))
            uniform = float(u[t, c])
            log_u = math.log(uniform) if uniform > 0 else -math.inf
            if log_u < there - here:
                x, here, accepted = proposal, there, accepted + 1
            chain[t, c] = x[0]
    return [chain, accepted / (n * C)]


@alternative("metropolis")
def metropolis_in_numpy(log_p, x0, step, noise, u):
    """NumPy, with all logarithms taken beforehand; returns an array."""
    x, noise = np.asarray(x0), np.asarray(noise)
    with np.errstate(divide="ignore"):
        log_u = np.log(np.asarray(u))
    chain, accepted = np.empty_like(noise), []
    for t in range(len(noise)):
        proposal = x + step * noise[t]
        accept = log_u[t] < np.asarray(log_p(torch.from_numpy(proposal)) - log_p(torch.from_numpy(x)))
        x = np.where(accept[:, None], proposal, x)
        chain[t] = x
        accepted.append(accept.mean())
    return chain, np.mean(accepted)


# --- gmm_em_step


@alternative("gmm_em_step")
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


@alternative("gmm_em_step")
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
