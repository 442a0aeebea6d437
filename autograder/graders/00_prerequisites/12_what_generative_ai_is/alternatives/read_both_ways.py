"""Other right answers to `read_both_ways`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def read_cell_by_cell(counts):
    """Cell by cell, in loops, with sums of its own."""
    K, V = len(counts), len(counts[0])
    rows, columns = np.zeros((K, V)), np.zeros((K, V))
    for y in range(K):
        for x in range(V):
            rows[y, x] = counts[y, x] / sum(counts[y, v] for v in range(V))
            columns[y, x] = counts[y, x] / sum(counts[k, x] for k in range(K))
    return np.array([float(sum(row)) for row in counts]) / counts.sum(), rows, columns


@alternative
def read_by_bayes_rule(counts):
    """The joint shares first, and the columns by Bayes' rule."""
    joint = counts / np.sum(counts)
    p_y = np.einsum("yx->y", joint)
    rows = (joint.T / p_y).T
    by_bayes = rows * p_y[:, np.newaxis]
    return [p_y, rows, by_bayes / by_bayes.sum(0)]
