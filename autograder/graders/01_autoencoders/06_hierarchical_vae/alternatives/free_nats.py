"""Other right answers to `free_nats`, which must have full marks. Each docstring says how it differs."""

import torch
from torch.nn import functional

from autograder.testing import alternative


@alternative
def free_group_by_group(kl, floor):
    """Group by group in a loop, with `clamp`."""
    floors = floor if torch.is_tensor(floor) else [floor] * kl.shape[1]
    return sum(column.mean().clamp(min=float(f)) for column, f in zip(kl.unbind(1), floors, strict=True))


@alternative
def free_by_the_excess(kl, floor):
    """The floors, and what exceeds them."""
    floor = torch.as_tensor(floor, dtype=kl.dtype).expand(kl.shape[1])
    return floor.sum() + functional.relu(kl.mean(0) - floor).sum()
