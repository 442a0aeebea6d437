"""Other right answers to `rejection_sample`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def reject_with_probabilities(x, log_p, log_q, log_M, u):
    """Takes the exponential of the difference only; an index instead of a mask."""
    log_ratio = log_p - (log_M + log_q)
    if float(log_ratio.max()) > 1e-9:
        raise ValueError("M is too small")
    return x.index_select(0, torch.nonzero(u < log_ratio.exp()).flatten())


@alternative
def reject_one_at_a_time(x, log_p, log_q, log_M, u):
    """A loop in NumPy; returns an array."""
    x, kept = np.asarray(x), []
    for row, lp, lq, value in zip(x, log_p.tolist(), log_q.tolist(), u.tolist(), strict=True):
        limit = lp - lq - log_M
        if limit > 1e-9:
            raise ValueError(f"the density is {math.exp(limit):.3g} times too high")
        if value < math.exp(limit):
            kept.append(row)
    return np.array(kept).reshape(-1, x.shape[1])
