"""Other right answers to `top_k`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def top_by_python(scores, k):
    """Python's own sort, with pairs."""
    values = [float(x) for x in scores]
    order = sorted(
        range(len(values)), key=lambda i: (values[i] != values[i], -values[i] if values[i] == values[i] else 0)
    )
    return np.array(order[:k], dtype=np.int64)


@alternative
def top_by_two_keys(scores, k):
    """np.lexsort: the score first, the position second."""
    x = np.asarray(scores, dtype=np.float64)
    return np.lexsort((np.arange(len(x)), -x))[: min(k, len(x))]


@alternative
def top_by_reversing_twice(scores, k):
    """Sorts the reversed array and reverses the order; NaN is made less than everything first."""
    x = scores.astype(np.float64)
    numbers, gaps = np.flatnonzero(~np.isnan(x)), np.flatnonzero(np.isnan(x))
    order = numbers[::-1][np.argsort(x[numbers][::-1], kind="mergesort")][::-1]
    return np.concatenate([order, gaps])[:k]
