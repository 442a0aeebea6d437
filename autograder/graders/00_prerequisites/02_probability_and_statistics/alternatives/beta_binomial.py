"""Other right answers to `beta_binomial`, which must have full marks. Each docstring says how it differs."""

import math

import torch

from autograder.testing import alternative


@alternative
def beta_binomial_in_torch(a, b, k, n):
    """torch.lgamma; returns one tensor."""
    a, b, k, n = (torch.tensor(float(value), dtype=torch.float64) for value in (a, b, k, n))

    def log_beta(p, q):
        return torch.lgamma(p) + torch.lgamma(q) - torch.lgamma(p + q)

    # "n choose k" is 1 / ((n + 1) B(k + 1, n - k + 1))
    log_choose = -torch.log(n + 1) - log_beta(k + 1, n - k + 1)
    mean = (a + k) / (a + b + n)
    return torch.stack([a + k, b + n - k, mean, log_choose + log_beta(a + k, b + n - k) - log_beta(a, b)])


@alternative
def beta_binomial_trial_by_trial(a, b, k, n):
    """A loop over trials, each with its predictive probability; returns a list."""
    log_evidence = 0.0
    for i in range(k):
        log_evidence += math.log(a + i) - math.log(a + b + i) + math.log(n - i) - math.log(k - i)
    for i in range(n - k):
        log_evidence += math.log(b + i) - math.log(a + b + k + i)
    return [a + k, b + (n - k), 1 - (b + n - k) / (a + b + n), log_evidence]
