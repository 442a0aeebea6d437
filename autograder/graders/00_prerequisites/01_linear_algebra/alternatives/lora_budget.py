"""Other right answers to `lora_budget`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def budget_by_search(d_out, d_in, r):
    """Looks for the break-even by halving, and returns a list."""
    low, high = 0, d_out * d_in
    while low < high:
        middle = (low + high + 1) // 2
        if middle * (d_out + d_in) < d_out * d_in:
            low = middle
        else:
            high = middle - 1
    return [d_out * d_in, r * d_out + d_in * r, sorted([r, d_out, d_in])[0], low]


@alternative
def budget_by_rounding_up(d_out, d_in, r):
    """The ceiling of the quotient, minus one, in whole numbers; returns an array."""
    full = d_out * d_in
    break_even = -(-full // (d_out + d_in)) - 1
    return np.array([full, r * (d_out + d_in), np.min([r, d_out, d_in]), break_even])
