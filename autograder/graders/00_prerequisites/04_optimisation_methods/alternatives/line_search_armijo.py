"""Other right answers to `line_search_armijo`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def search_over_powers(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Numbers the trials, and computes each length afresh."""
    slope = torch.dot(g, d).item()
    if not slope < 0:
        return 0.0
    here, trial = float(loss(theta)), 0
    while lr * shrink**trial >= 1e-12:
        length = lr * shrink**trial
        if float(loss(theta + length * d)) - here <= c * length * slope:
            return length
        trial += 1
    return 0.0


@alternative
def search_with_tensors(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Tensors throughout, NaN refused by name, and a generator of lengths."""
    slope = (g * d).sum()
    here = torch.as_tensor(loss(theta))

    def lengths(length):
        while length >= 1e-12:
            yield length
            length = length * shrink

    for length in lengths(lr) if slope < 0 else ():
        there = torch.as_tensor(loss(theta + length * d))
        if not torch.isnan(there) and not there > here + c * length * slope:
            return torch.tensor(length, dtype=torch.float64)
    return torch.tensor(0.0)
