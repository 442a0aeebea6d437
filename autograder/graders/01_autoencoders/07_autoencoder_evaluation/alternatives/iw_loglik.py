"""Other right answers to `iw_loglik`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def bound_group_by_group(log_w, K):
    """A loop over groups, with the largest log-weight pulled out."""
    if K not in range(1, len(log_w) + 1):
        raise ValueError("K is out of range")
    bounds = []
    for start in range(0, log_w.shape[0] - K + 1, K):
        group = log_w[start : start + K]
        top = group.max(dim=0).values
        top = torch.where(top.isinf(), torch.zeros_like(top), top)
        bounds.append(top + (group - top).exp().mean(dim=0).log())
    return sum(bounds) / len(bounds)
