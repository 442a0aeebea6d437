"""Wrong answers to `bias_variance`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_bias_squared")
def averages_biases_before_squaring(predictions, truth):
    """Believes that bias is one number, to be squared at the end: opposite signs cancel."""
    mean = predictions.mean(axis=0)
    return np.mean(mean - truth) ** 2, np.mean((predictions - mean) ** 2)


@mutant(caught_by="test_variance")
def divides_by_one_less(predictions, truth):
    """Believes that every variance is divided by R - 1."""
    mean = predictions.mean(axis=0)
    return np.mean((mean - truth) ** 2), np.sum((predictions - mean) ** 2) / max(len(predictions) - 1, 1) / len(truth)


@mutant(caught_by="test_variance")
def varies_over_the_points(predictions, truth):
    """Believes that the variance is that of the forecasts of one fit."""
    return np.mean((predictions.mean(axis=0) - truth) ** 2), predictions.var(axis=1).mean()


@mutant(caught_by="test_variance")
def measures_spread_around_the_truth(predictions, truth):
    """Believes that variance is the squared distance from the truth."""
    return np.mean((predictions.mean(axis=0) - truth) ** 2), np.mean((predictions - truth) ** 2)


@mutant(caught_by="test_they_add_up_and_stay_exact")
def subtracts_two_large_numbers(predictions, truth):
    """Believes that the mean of squares minus the squared mean is the variance on a computer, too."""
    mean = predictions.mean(axis=0)
    return np.mean((mean - truth) ** 2), max(0.0, np.mean((predictions**2).mean(axis=0) - mean**2))


@mutant(caught_by="test_bias_squared")
def calls_the_error_bias(predictions, truth):
    """Believes that bias squared is the mean squared error of the fits."""
    return np.mean((predictions - truth) ** 2), np.mean((predictions - predictions.mean(axis=0)) ** 2)


@mutant(caught_by="test_variance")
def returns_the_standard_deviation(predictions, truth):
    """Believes that the spread is meant, in the unit of the forecasts."""
    mean = predictions.mean(axis=0)
    return np.mean((mean - truth) ** 2), np.sqrt(np.mean((predictions - mean) ** 2))
