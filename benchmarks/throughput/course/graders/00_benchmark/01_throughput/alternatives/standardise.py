"""Other right answers to `standardise`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def in_one_go(X):
    """torch's own mean and deviation, and a clean-up afterwards."""
    deviation, mean = torch.std_mean(X, dim=0, correction=0)
    constant = X.amax(0) == X.amin(0)
    return torch.where(constant, torch.zeros_like(X), (X - mean) / deviation)
