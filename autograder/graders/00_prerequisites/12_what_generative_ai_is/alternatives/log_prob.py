"""Other right answers to `log_prob`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np

from autograder.testing import alternative


@alternative
def log_prob_letter_by_letter(p, names):
    """Letter by letter, in floats of Python, with -inf by hand."""
    totals = []
    for name in names:
        total, last = 0.0, 0
        for letter in name + ".":
            j = ALPHABET.index(letter)
            total += math.log(p[last, j]) if p[last, j] > 0 else -math.inf
            last = j
        totals.append(total)
    return np.array(totals, dtype=float)


@alternative
def log_prob_with_numpy_logs(p, names):
    """The logarithm of the whole table at once, warnings silenced."""
    with np.errstate(divide="ignore"):
        logs = np.log(p)
    return np.array([np.sum([logs[i, j] for i, j in pairwise(codes(n))]) for n in names], float)
