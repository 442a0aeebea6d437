"""Other right answers to `nats_per_level`, which must have full marks. Each docstring says how it differs."""

import math

import torch

from autograder.testing import alternative


@alternative
def nats_by_recursion(a, s):
    """A loop from the data upwards in Python's floats, with the price of each level as the logarithm of one quotient."""
    here, prices = 1 / (1 + float(s) ** 2), []
    for link in [*a.tolist(), 0.0]:
        above = here * link**2
        prices.append(0.5 * (math.log1p(-above) - math.log1p(-here)))
        here = above
    return torch.tensor(prices, dtype=a.dtype)
