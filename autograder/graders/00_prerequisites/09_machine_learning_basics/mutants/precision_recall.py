"""Wrong answers to `precision_recall`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_precision_and_recall")
def flags_only_above(y, scores, threshold):
    """Believes that a score has to exceed the threshold."""
    flagged = scores > threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fp], [fn, tp]], tp / (tp + fp) if tp + fp else 1.0, tp / (tp + fn) if tp + fn else 1.0


@mutant(caught_by="test_the_four_cases")
def transposes_the_table(y, scores, threshold):
    """Believes that rows are what was flagged."""
    flagged = scores >= threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fn], [fp, tp]], tp / (tp + fp) if tp + fp else 1.0, tp / (tp + fn) if tp + fn else 1.0


@mutant(caught_by="test_precision_and_recall")
def exchanges_the_names(y, scores, threshold):
    """Believes that precision is the share of what deserved it."""
    flagged = scores >= threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fp], [fn, tp]], tp / (tp + fn) if tp + fn else 1.0, tp / (tp + fp) if tp + fp else 1.0


@mutant(caught_by="test_precision_and_recall")
def takes_accuracy_for_precision(y, scores, threshold):
    """Believes that precision is the share of right answers."""
    flagged = scores >= threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fp], [fn, tp]], (tp + tn) / len(y), tp / (tp + fn) if tp + fn else 1.0


@mutant(caught_by="test_nothing_to_divide_by")
def says_zero_for_nothing(y, scores, threshold):
    """Believes that nothing divided by nothing is 0."""
    flagged = scores >= threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fp], [fn, tp]], tp / max(tp + fp, 1), tp / max(tp + fn, 1)


@mutant(caught_by="test_nothing_to_divide_by")
def says_one_without_true_positives(y, scores, threshold):
    """Believes that the case of nothing flagged is the case of no true positives."""
    flagged = scores >= threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fp], [fn, tp]], tp / (tp + fp) if tp else 1.0, tp / (tp + fn) if tp else 1.0


@mutant(caught_by="test_the_four_cases")
def exchanges_the_mistakes(y, scores, threshold):
    """Believes that a false negative is a zero that was flagged."""
    flagged = scores >= threshold
    tp, fn = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fp, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fn
    return [[tn, fp], [fn, tp]], tp / (tp + fp) if tp + fp else 1.0, tp / (tp + fn) if tp + fn else 1.0
