"""Other right answers to `precision_recall`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def recall_by_counting(y, scores, threshold):
    """Counts in a loop, in an array of integers."""
    table = np.zeros((2, 2), dtype=np.int64)
    for label, score in zip(y, scores, strict=True):
        table[int(label), 1 if score >= threshold else 0] += 1
    flagged, deserved = table[:, 1].sum(), table[1].sum()
    precision = 1.0 if flagged == 0 else table[1, 1] / flagged
    return table, precision, 1.0 if deserved == 0 else table[1, 1] / deserved


@alternative
def recall_by_bincount(y, scores, threshold):
    """One number for each of the four cases, and a count of these."""
    said = ~(scores < threshold)
    table = np.bincount((2 * y + said).astype(int), minlength=4).reshape(2, 2)
    (_, fp), (fn, tp) = table.tolist()
    return table.tolist(), float(tp / (tp + fp)) if said.any() else 1.0, float(tp / (tp + fn)) if y.any() else 1.0
