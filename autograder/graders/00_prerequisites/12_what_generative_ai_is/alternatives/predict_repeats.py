"""Other right answers to `predict_repeats`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np

from autograder.testing import alternative


@alternative
def repeats_with_logarithms(n, m):
    """Logarithms in place of products and powers."""
    no_repeat = 0.0 if m > n else math.exp(sum(math.log(n - i) - math.log(n) for i in range(m)))
    missed = 0.0 if n == 1 and m > 0 else math.exp(m * math.log1p(-1 / n)) if m else 1.0
    return n - n * missed, no_repeat


@alternative
def repeats_draw_by_draw(n, m):
    """Draw by draw: each finds something new with the probability of what is missing."""
    different = 0.0
    for _ in range(m):
        different += (n - different) / n
    factors = (n - np.arange(1, max(m, 1))) / n
    return different, float(np.prod(np.maximum(factors, 0)))
