"""Other right answers to `inverse_cdf_sample`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def sample_in_numpy(u, p):
    """NumPy's searchsorted; returns an array."""
    p = np.asarray(p)
    index = np.searchsorted(np.cumsum(p), np.asarray(u), side="right")
    return np.asarray(np.minimum(index, np.flatnonzero(p)[-1]), dtype=np.int64)


@alternative
def sample_by_counting(u, p):
    """Counts the heights that u reaches, among the outcomes that are possible."""
    possible = torch.nonzero(p > 0)[:, 0]
    heights = p[possible].cumsum(dim=0)[:-1]
    return possible[(u[..., None] >= heights).sum(dim=-1)]


@alternative
def sample_one_at_a_time(u, p):
    """Two loops in plain Python."""
    drawn = []
    for value in u.flatten().tolist():
        total, choice = 0.0, None
        for k, share in enumerate(p.tolist()):
            total += share
            if share > 0:
                choice = k
            if value < total:
                break
        drawn.append(choice)
    return torch.tensor(drawn, dtype=torch.int64).reshape(u.shape)
