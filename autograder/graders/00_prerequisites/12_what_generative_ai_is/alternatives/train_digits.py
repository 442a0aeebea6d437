"""Other right answers to `train_digits`, which must have full marks. Each docstring says how it differs."""

import math

import numpy as np

from autograder.testing import alternative


@alternative
def train_with_five_folds(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """Every image is put aside once: five folds, and the sum of all scores decides."""
    fold = np.arange(len(y)) % 5
    best, best_score = None, -math.inf
    for alpha in sorted(alphas):
        score = 0.0
        for part in range(5):
            model = DigitTables(x[fold != part], y[fold != part], alpha)
            joint = model.log_joint(x[fold == part])
            score += sum(row[label] for row, label in zip(joint, y[fold == part], strict=True))
        if score > best_score:
            best, best_score = alpha, score
    return DigitTables(x, y, best)


@alternative
def train_with_a_random_third(x, y, alphas=(0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0)):
    """A third, chosen by chance, is put aside."""
    order = np.random.default_rng(0).permutation(len(x))
    few, many = order[: len(x) // 3], order[len(x) // 3 :]

    def score(alpha):
        joint = DigitTables(x[many], y[many], alpha).log_joint(x[few])
        return np.take_along_axis(joint, y[few, None], axis=1).sum()

    return DigitTables(x, y, max(alphas, key=score))
