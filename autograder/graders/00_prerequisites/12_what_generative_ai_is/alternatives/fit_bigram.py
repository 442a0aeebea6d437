"""Other right answers to `fit_bigram`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np

from autograder.testing import alternative


@alternative
def fit_with_a_dictionary(names, alpha):
    """Counts pairs of letters in a dictionary, and smooths at the end."""
    seen = {}
    for name in names:
        text = "." + name + "."
        for t in range(len(text) - 1):
            seen[text[t : t + 2]] = seen.get(text[t : t + 2], 0) + 1
    rows = []
    for first in ALPHABET:
        row = [seen.get(first + second, 0) + alpha for second in ALPHABET]
        rows.append([number / math.fsum(row) for number in row])
    return np.array(rows)


@alternative
def fit_one_long_text(names, alpha):
    """One long text with a boundary between names, counted at once with `np.add.at`."""
    letters = np.array([ALPHABET.index(c) for c in "." + "".join(name + "." for name in names)])
    counts = np.zeros((27, 27))
    np.add.at(counts, (letters[:-1], letters[1:]), 1)
    return (counts + alpha) / (counts.sum(axis=1) + 27 * alpha)[:, None]
