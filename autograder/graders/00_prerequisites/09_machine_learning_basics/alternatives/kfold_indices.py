"""Other right answers to `kfold_indices`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def folds_by_labels(n, k, rng):
    """Every example draws the number of its part from a shuffled list; sorted arrays, and comparisons."""
    if k < 2 or n < k:
        raise ValueError(f"cannot deal {n} examples into {k} parts")
    part = np.arange(n) % k
    rng.shuffle(part)
    return [(np.flatnonzero(part != i), np.flatnonzero(part == i)) for i in range(k)]


@alternative
def folds_in_lists(n, k, rng):
    """Plain lists, every k-th of a shuffled list; a generator's pairs are lists, too."""
    assert isinstance(rng, np.random.Generator)
    if not (1 < k <= n):
        raise ValueError("k")
    order = [int(i) for i in rng.choice(n, size=n, replace=False)]
    parts = [order[i::k] for i in range(k)]
    return [[np.array(sorted(set(order) - set(part))), np.array(part)] for part in parts]
