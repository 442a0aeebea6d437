"""Other right answers to `minibatch_std`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
def std_by_hand(h, eps=1e-8):
    """Centres by hand, and makes the column with `full`-like arithmetic."""
    centred = h - h.mean(dim=0, keepdim=True)
    s = torch.sqrt(centred.pow(2).mean(dim=0) + eps).mean()
    return torch.cat((h, torch.ones_like(h[:, :1]) * s), dim=-1)


@alternative
def std_one_feature_at_a_time(h, eps=1e-8):
    """A loop over features, and `pad` with a value added to the new column."""
    total = 0
    for feature in h.unbind(dim=1):
        total = total + ((feature - feature.mean()).square().sum() / len(feature) + eps) ** 0.5
    padded = nn.functional.pad(h, (0, 1))
    padded[:, -1] = total / h.shape[1]
    return padded
