"""Other right answers to `optimal_denoiser_gmm`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def posterior_by_loops(x_noisy, sigma, weights, means, tau):
    """One example and one component at a time, in float64."""
    rows = []
    for x in x_noisy.double():
        logs = [w.double().log() - (x - m).square().sum() / (2 * (sigma**2 + tau**2)) for w, m in zip(weights, means)]  # noqa: B905
        largest = max(float(value) for value in logs)
        shares = [float((value - largest).exp()) for value in logs]
        guesses = [m.double() + tau**2 / (sigma**2 + tau**2) * (x - m.double()) for m in means]
        rows.append(sum(s * g for s, g in zip(shares, guesses)) / sum(shares))  # noqa: B905
    return torch.stack(rows).to(x_noisy.dtype)


@alternative
def posterior_by_the_score(x_noisy, sigma, weights, means, tau):
    """Differentiates the log density of the noisy mixture, and uses equation (5)."""
    variance = sigma**2 + tau**2
    leaf = x_noisy.clone().requires_grad_()
    squares = (leaf[:, None] - means).square().sum(dim=2)
    log_p = torch.logsumexp(torch.log(weights) - squares / (2 * variance), dim=1)
    (score,) = torch.autograd.grad(log_p.sum(), leaf)
    return x_noisy + sigma**2 * score
