"""Other right answers to `one_hot`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def one_hot_by_writing(labels, classes):
    """Writes ones into a table of zeros, row by row, in a loop."""
    rows = np.zeros((len(labels), classes))
    for i, label in enumerate(labels):
        if label not in range(-1, classes):
            raise ValueError(f"label {label}")
        if label != -1:
            rows[i, label] = 1.0
    return rows


@alternative
def one_hot_with_a_spare_column(labels, classes):
    """A larger table of ones on the diagonal, whose last column is for -1 and is cut off."""
    if len(labels) and not (labels.min() >= -1 and labels.max() < classes):
        raise ValueError("impossible label")
    return np.eye(classes + 1)[labels][:, :classes]
