"""Other right answers to `draw`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def draw_by_counting_ends(counts, u):
    """Counts the ends that u N reaches, by broadcasting."""
    ends = np.cumsum(counts)
    return (ends <= np.asarray(u)[..., None] * ends[-1]).sum(axis=-1)


@alternative
def draw_with_a_walk(counts, u):
    """Walks along the stretches, in a loop for each u."""

    def walk(number):
        target, passed = number * total, 0
        for k, count in enumerate(counts):
            passed = passed + count
            if target < passed:
                return k
        raise AssertionError

    total = 0
    for count in counts:
        total = total + count
    if np.ndim(u) == 0:
        return walk(u)
    return np.array([walk(number) for number in np.ravel(u)], dtype=np.int64).reshape(np.shape(u))


@alternative
def draw_with_shares(counts, u):
    """Divides by the sum, and catches what falls off the end."""
    counts = np.asarray(counts, dtype=np.float64)
    k = np.searchsorted(np.cumsum(counts / counts.sum()), u, side="right")
    return np.minimum(k, np.flatnonzero(counts)[-1])
