"""Other right answers to `capacity_loss`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def budget_in_tensors(rec, kl, step, *, gamma, top, start, end):
    """The budget as a tensor, the distance as a larger one of two."""
    capacity = torch.tensor((step - start) / (end - start)).clamp(0, 1).to(rec.dtype) * top
    gap = kl.sum() / len(kl) - capacity
    return rec.sum() / len(rec) + gamma * torch.maximum(gap, -gap), capacity


@alternative
def budget_by_cases(rec, kl, step, *, gamma, top, start, end):
    """Three cases for the schedule, the L1 loss of torch for the distance."""
    if step <= start:
        capacity = 0.0
    elif step >= end:
        capacity = float(top)
    else:
        capacity = top / (end - start) * (step - start)
    mean = kl.mean()
    return rec.mean() + gamma * torch.nn.functional.l1_loss(mean, torch.full_like(mean, capacity)), capacity
