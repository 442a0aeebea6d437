"""Other right answers to `topk_activation`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def topk_with_where(a, k):
    """Ranks by a double argsort, and `where`."""
    order = torch.argsort(-a, dim=1, stable=True)
    rank = torch.argsort(order, dim=1)
    return torch.where((rank < k) & (a > 0), a, torch.zeros_like(a))


@alternative
def topk_by_scattering(a, k):
    """Gathers the kept values and scatters them into zeros."""
    indices = torch.sort(a, dim=1, descending=True, stable=True)[1][:, : min(k, a.shape[1])]
    values = torch.gather(a, 1, indices).clamp(min=0)
    return torch.zeros_like(a).scatter(1, indices, values)
