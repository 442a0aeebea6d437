"""Other right answers to `roc_auc`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def area_by_ranks(y, scores):
    """By ranks, where tied scores share the mean of theirs (Mann and Whitney)."""
    n_1 = int(np.sum(y))
    n_0 = len(y) - n_1
    if n_1 == 0 or n_0 == 0:
        raise ValueError("one kind only")
    _, place, count = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    rank = (last - (count - 1) / 2)[place]
    return (rank[y == 1].sum() - n_1 * (n_1 + 1) / 2) / (n_1 * n_0)


@alternative
def area_under_the_curve(y, scores):
    """The curve itself, with one point for each score that occurs, and trapezoids."""
    if np.all(y == 1) or np.all(y == 0):
        raise ValueError("one kind only")
    hits, alarms = [0.0], [0.0]
    for threshold in sorted(set(scores.tolist()), reverse=True):
        hits.append(np.mean(scores[y == 1] >= threshold))
        alarms.append(np.mean(scores[y == 0] >= threshold))
    return sum((alarms[i + 1] - alarms[i]) * (hits[i + 1] + hits[i]) / 2 for i in range(len(hits) - 1))
