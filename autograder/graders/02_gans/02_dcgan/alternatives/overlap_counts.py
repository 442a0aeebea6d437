"""Other right answers to `overlap_counts`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch
from torch import nn

from autograder.testing import alternative


@alternative
def counts_by_a_layer(size, kernel, stride, padding=0):
    """Lets torch paint ones with ones."""
    if (size - 1) * stride + kernel - 2 * padding < 1:
        raise ValueError("no output")
    painted = nn.functional.conv_transpose1d(torch.ones(1, 1, size), torch.ones(1, 1, kernel), stride=stride)[0, 0]
    return painted[padding : len(painted) - padding].round().long()


@alternative
def counts_by_comparison(size, kernel, stride, padding=0):
    """A table of comparisons, equation (2), summed over the inputs; the error is a subclass."""

    class NothingLeftError(ValueError):
        pass

    total = (size - 1) * stride - 2 * padding + kernel
    if total <= 0:
        raise NothingLeftError
    offset = torch.arange(total)[None] + padding - stride * torch.arange(size)[:, None]
    return ((offset >= 0) & (offset < kernel)).sum(dim=0)


@alternative
def counts_in_numpy(size, kernel, stride, padding=0):
    """NumPy: counts all places that are painted."""
    places = np.add.outer(stride * np.arange(size), np.arange(kernel)).reshape(-1) - padding
    total = (size - 1) * stride - 2 * padding + kernel
    if total < 1:
        raise ValueError(total)
    places = places[(places >= 0) & (places < total)]
    return torch.from_numpy(np.bincount(places, minlength=total))
