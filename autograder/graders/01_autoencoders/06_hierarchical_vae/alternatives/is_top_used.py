"""Other right answers to `is_top_used`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def used_throw_by_throw(encode_top, prior, x):
    """A loop over throws from torch's own generator, with sums and sums of squares; another cut."""
    mu, log_var = encode_top(x)
    total, squares, own = 0.0, 0.0, 0.0
    for _ in range(60):
        mean, log_variance = prior(mu + (log_var / 2).exp() * torch.randn_like(mu))
        total, squares, own = total + mean, squares + mean**2, own + log_variance.exp().mean(0)
    mean = total / 60
    within = (squares / 60 - mean**2).mean(0)
    share = mean.var(0) / (mean.var(0) + within + own / 60)
    return max(share.tolist()) > 0.1


@alternative
def used_by_correlation(encode_top, prior, x):
    """Two throws of z_1 for each picture: what they have in common is what the picture decides. Many rounds."""
    mu, log_var = encode_top(x)
    common, own = 0.0, 0.0
    for _ in range(200):
        first, second = (
            m + (v / 2).exp() * torch.randn_like(m)
            for m, v in (prior(mu + (log_var / 2).exp() * torch.randn_like(mu)) for _ in range(2))
        )
        first, second = first - first.mean(0), second - second.mean(0)
        common, own = common + (first * second).mean(0), own + (first**2 + second**2).mean(0) / 2
    return bool((common / own).max() > 0.08)
