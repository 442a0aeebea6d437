"""Other right answers to `infonce_loss`, which must have full marks. Each docstring says how it differs."""

import torch
from torch.nn import functional

from autograder.testing import alternative


@alternative
def noise_by_cross_entropy(scores):
    """torch's cross-entropy with the rows' own numbers as labels."""
    return functional.cross_entropy(scores, torch.arange(len(scores)))


@alternative
def noise_by_log_softmax(scores):
    """The trace of the log-softmax."""
    return -torch.trace(torch.log_softmax(scores, dim=-1)) / scores.shape[0]


@alternative
def noise_in_a_loop(scores):
    """Row by row, relative to the true score."""
    total = 0
    for i, row in enumerate(scores):
        total = total + torch.logsumexp(row - row[i], dim=0)
    return total / len(scores)


@alternative
def noise_in_a_tensor_of_one(scores):
    """Sums and divides, and keeps an axis of length one."""
    right = scores.diagonal().sum(dim=0, keepdim=True)
    return (scores.logsumexp(dim=1).sum(dim=0, keepdim=True) - right) / len(scores)
