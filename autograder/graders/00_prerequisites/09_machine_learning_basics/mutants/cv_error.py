"""Wrong answers to `cv_error`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_scaling_is_learnt_from_the_training_part")
def scales_before_splitting(X, y, lam, folds):
    """Believes that scaling is no learning, and may be done once for all rows."""
    width = X.std(axis=0)
    X = (X - X.mean(axis=0)) / np.where(width > 0, width, 1.0)
    squares = []
    for train, val in folds:
        w, b = ridge_fit(X[train], y[train], lam)
        squares.append((X[val] @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant(caught_by="test_scaling_is_learnt_from_the_training_part")
def scales_the_exam_by_itself(X, y, lam, folds):
    """Believes that the part kept back is scaled with its own mean and width."""

    def scaled(rows):
        width = rows.std(axis=0)
        return (rows - rows.mean(axis=0)) / np.where(width > 0, width, 1.0)

    squares = []
    for train, val in folds:
        w, b = ridge_fit(scaled(X[train]), y[train], lam)
        squares.append((scaled(X[val]) @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant(caught_by="test_every_example_counts_once")
def averages_averages(X, y, lam, folds):
    """Believes that the mean of the parts' means is the mean of all."""
    means = []
    for train, val in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0)
        width = np.where(width > 0, width, 1.0)
        w, b = ridge_fit((X[train] - mean) / width, y[train], lam)
        means.append(np.mean(((X[val] - mean) / width @ w + b - y[val]) ** 2))
    return np.mean(means)


@mutant(caught_by="test_features_that_never_vary")
def divides_by_a_width_of_zero(X, y, lam, folds):
    """Believes that every feature varies."""
    squares = []
    for train, val in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0)
        with np.errstate(all="ignore"):
            w, b = ridge_fit((X[train] - mean) / width, y[train], lam)
            squares.append(((X[val] - mean) / width @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant(caught_by="test_scaling_is_learnt_from_the_training_part")
def adds_a_little_to_the_width(X, y, lam, folds):
    """Believes that 1e-8 is small beside any width."""
    squares = []
    for train, val in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0) + 1e-8
        w, b = ridge_fit((X[train] - mean) / width, y[train], lam)
        squares.append(((X[val] - mean) / width @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant(caught_by="test_the_callers_table_stays_as_it_is")
def scales_the_callers_table(X, y, lam, folds):
    """Believes that scaling anew in each fold makes up for the last time: so it does, but the table is the caller's."""
    squares = []
    for train, val in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0)
        X -= mean
        X /= np.where(width > 0, width, 1.0)
        w, b = ridge_fit(X[train], y[train], lam)
        squares.append((X[val] @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant(caught_by="test_every_example_counts_once")
def learns_from_everybody(X, y, lam, folds):
    """Believes that the fit may use all rows, as long as the exam is held in parts."""
    squares = []
    for train, val in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0)
        width = np.where(width > 0, width, 1.0)
        w, b = ridge_fit((X - mean) / width, y, lam)
        squares.append(((X[val] - mean) / width @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant(caught_by="test_every_example_counts_once")
def reports_the_training_error(X, y, lam, folds):
    """Believes that the error is measured where the fit was made."""
    squares = []
    for train, _ in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0)
        width = np.where(width > 0, width, 1.0)
        w, b = ridge_fit((X[train] - mean) / width, y[train], lam)
        squares.append(((X[train] - mean) / width @ w + b - y[train]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant(caught_by="test_every_example_counts_once")
def does_not_scale(X, y, lam, folds):
    """Believes that ridge regression does not care about units."""
    squares = []
    for train, val in folds:
        w, b = ridge_fit(X[train], y[train], lam)
        squares.append((X[val] @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))
