"""Other right answers to `inception_score`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np

from autograder.testing import alternative


@alternative
def score_through_entropies(probs, splits=1):
    """Entropy of the marginal minus mean entropy of the rows, in NumPy."""
    if splits < 1 or splits > len(probs):
        raise ValueError("splits")

    def entropy(p):
        p = p[p > 0]
        return -np.sum(p * np.log(p))

    parts = np.array_split(probs.double().numpy(), splits)
    return float(np.mean([np.exp(entropy(p.mean(0)) - np.mean([entropy(row) for row in p])) for p in parts]))


@alternative
def score_by_loops(probs, splits=1):
    """Row by row in plain Python."""
    if not 0 < splits <= len(probs):
        raise ValueError("as many parts as rows at most, and at least one")
    rows, total, start = probs.tolist(), 0.0, 0
    for i in range(splits):
        end = start + len(rows) // splits + (1 if i < len(rows) % splits else 0)
        part = rows[start:end]
        marginal = [sum(column) / len(part) for column in zip(*part, strict=True)]
        kl = sum(p * math.log(p / q) for row in part for p, q in zip(row, marginal, strict=True) if p > 0)
        total += math.exp(kl / len(part))
        start = end
    return total / splits
