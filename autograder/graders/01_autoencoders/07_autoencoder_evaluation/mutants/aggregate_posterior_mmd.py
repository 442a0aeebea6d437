"""Wrong answers to `aggregate_posterior_mmd`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_without_bias")
def keeps_the_diagonal(z, h):
    """Believes that a code with itself is a pair."""
    D = z.shape[1]
    among = torch.exp(-(z[:, None] - z[None]).square().sum(dim=-1) / (2 * h**2)).mean()
    across = (h**2 / (h**2 + 1)) ** (D / 2) * torch.exp(-z.square().sum(dim=1) / (2 * (h**2 + 1))).mean()
    return among - 2 * across + (h**2 / (h**2 + 2)) ** (D / 2)


@mutant(caught_by="test_without_bias")
def clips_at_zero(z, h):
    """Believes that an estimate of something that is never negative must not be negative."""
    N, D = z.shape
    among = (torch.exp(-(z[:, None] - z[None]).square().sum(dim=-1) / (2 * h**2)).sum() - N) / (N * (N - 1))
    across = (h**2 / (h**2 + 1)) ** (D / 2) * torch.exp(-z.square().sum(dim=1) / (2 * (h**2 + 1))).mean()
    return (among - 2 * across + (h**2 / (h**2 + 2)) ** (D / 2)).clamp(min=0)


@mutant(caught_by="test_three_terms")
def loses_the_half(z, h):
    """Believes that the kernel is exp(-|a - b|^2 / h^2)."""
    N, D = z.shape
    among = (torch.exp(-(z[:, None] - z[None]).square().sum(dim=-1) / h**2).sum() - N) / (N * (N - 1))
    across = (h**2 / (h**2 + 1)) ** (D / 2) * torch.exp(-z.square().sum(dim=1) / (2 * (h**2 + 1))).mean()
    return among - 2 * across + (h**2 / (h**2 + 2)) ** (D / 2)


@mutant(caught_by="test_tells_apart")
def counts_the_crossing_once(z, h):
    """Believes that the middle term counts once."""
    N, D = z.shape
    among = (torch.exp(-(z[:, None] - z[None]).square().sum(dim=-1) / (2 * h**2)).sum() - N) / (N * (N - 1))
    across = (h**2 / (h**2 + 1)) ** (D / 2) * torch.exp(-z.square().sum(dim=1) / (2 * (h**2 + 1))).mean()
    return among - across + (h**2 / (h**2 + 2)) ** (D / 2)


@mutant(caught_by="test_three_terms")
def throws_dice(z, h):
    """Believes that dice have to be thrown."""
    N = len(z)
    dice = torch.randn(N, z.shape[1], dtype=z.dtype)

    def pairs(a, b):
        return torch.exp(-(a[:, None] - b[None]).square().sum(dim=-1) / (2 * h**2))

    among = (pairs(z, z).sum() - N + pairs(dice, dice).sum() - N) / (N * (N - 1))
    return among - 2 * pairs(z, dice).mean()
