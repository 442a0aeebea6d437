"""Other right answers to `bias_variance`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def parts_point_by_point(predictions, truth):
    """Loops over points, and the variance as what the error leaves over the bias, taken after moving everything."""
    bias, variance = 0.0, 0.0
    for n in range(len(truth)):
        column = predictions[:, n]
        mean = sum(column) / len(column)
        bias += (mean - truth[n]) ** 2 / len(truth)
        variance += sum((p - mean) ** 2 for p in column) / len(column) / len(truth)
    return bias, variance


@alternative
def parts_by_var(predictions, truth):
    """NumPy's own variance; returns an array of two numbers."""
    return np.array([((predictions.mean(axis=0) - truth) ** 2).mean(), predictions.var(axis=0).mean()])
