"""Wrong answers to `train_polynomial`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_it_foretells_unseen_points")
def chooses_by_the_training_error(x, y, folds, max_degree=8, lam=1e-3):
    """Believes that the best fit is the best forecast."""

    def powers(t, degree):
        return t[:, None] ** np.arange(1, degree + 1)

    def fit(degree):
        features = powers(x, degree)
        mean, width = features.mean(axis=0), features.std(axis=0)
        width = np.where(width > 0, width, 1.0)
        w, b = ridge_fit((features - mean) / width, y, lam)
        return lambda t: (powers(t, degree) - mean) / width @ w + b

    errors = [np.mean((fit(degree)(x) - y) ** 2) for degree in range(1, max_degree + 1)]
    degree = int(np.argmin(errors)) + 1
    return degree, errors, fit(degree)


@mutant(caught_by="test_it_foretells_unseen_points")
def counts_degrees_from_zero(x, y, folds, max_degree=8, lam=1e-3):
    """Believes that the place in the list is the degree."""

    def powers(t, degree):
        return t[:, None] ** np.arange(1, degree + 1)

    errors = [cv_error(powers(x, degree), y, lam, folds) for degree in range(1, max_degree + 1)]
    degree = max(int(np.argmin(errors)), 1)
    features = powers(x, degree)
    mean, width = features.mean(axis=0), features.std(axis=0)
    width = np.where(width > 0, width, 1.0)
    w, b = ridge_fit((features - mean) / width, y, lam)
    return degree, errors, lambda t: (powers(t, degree) - mean) / width @ w + b


@mutant(caught_by="test_a_forecast_depends_on_its_own_point")
def scales_with_what_is_asked(x, y, folds, max_degree=8, lam=1e-3):
    """Believes that new points are standardised by themselves."""

    def powers(t, degree):
        return t[:, None] ** np.arange(1, degree + 1)

    def scaled(features):
        width = features.std(axis=0)
        return (features - features.mean(axis=0)) / np.where(width > 0, width, 1.0)

    errors = [cv_error(powers(x, degree), y, lam, folds) for degree in range(1, max_degree + 1)]
    degree = int(np.argmin(errors)) + 1
    w, b = ridge_fit(scaled(powers(x, degree)), y, lam)
    return degree, errors, lambda t: scaled(powers(t, degree)) @ w + b


@mutant(caught_by="test_it_foretells_unseen_points")
def keeps_a_fit_of_a_fold(x, y, folds, max_degree=8, lam=1e-3):
    """Believes that a fit to some of the examples, from cross-validation, is the result."""

    def powers(t, degree):
        return t[:, None] ** np.arange(1, degree + 1)

    errors = [cv_error(powers(x, degree), y, lam, folds) for degree in range(1, max_degree + 1)]
    degree = int(np.argmin(errors)) + 1
    train = folds[-1][0]
    features = powers(x[train], degree)
    mean, width = features.mean(axis=0), features.std(axis=0)
    width = np.where(width > 0, width, 1.0)
    w, b = ridge_fit((features - mean) / width, y[train], lam)
    return degree, errors, lambda t: (powers(t, degree) - mean) / width @ w + b


@mutant(caught_by="test_it_foretells_unseen_points")
def draws_a_line(x, y, folds, max_degree=8, lam=1e-3):
    """Believes that a straight line is good enough for anything."""
    errors = [cv_error(x[:, None] ** np.arange(1, d + 1), y, lam, folds) for d in range(1, max_degree + 1)]
    mean, width = x.mean(), x.std()
    w, b = ridge_fit(((x - mean) / width)[:, None], y, lam)
    return 1, errors, lambda t: (t - mean) / width * w[0] + b


@mutant(caught_by="test_the_errors_and_the_choice")
def takes_the_largest_of_equals(x, y, folds, max_degree=8, lam=1e-3):
    """Believes that `<=` is as good as `<` in a search for the smallest."""

    def powers(t, degree):
        return t[:, None] ** np.arange(1, degree + 1)

    errors, best = [], np.inf
    for d in range(1, max_degree + 1):
        errors.append(cv_error(powers(x, d), y, lam, folds))
        if errors[-1] <= best:
            best, degree = errors[-1], d
    features = powers(x, degree)
    mean, width = features.mean(axis=0), features.std(axis=0)
    width = np.where(width > 0, width, 1.0)
    w, b = ridge_fit((features - mean) / width, y, lam)
    return degree, errors, lambda t: (powers(t, degree) - mean) / width @ w + b


@mutant(caught_by="test_the_errors_and_the_choice")
def has_a_penalty_of_its_own(x, y, folds, max_degree=8, lam=1e-3):
    """Believes that the default is always meant."""
    lam = 1e-3

    def powers(t, degree):
        return t[:, None] ** np.arange(1, degree + 1)

    errors = [cv_error(powers(x, degree), y, lam, folds) for degree in range(1, max_degree + 1)]
    degree = int(np.argmin(errors)) + 1
    features = powers(x, degree)
    mean, width = features.mean(axis=0), features.std(axis=0)
    width = np.where(width > 0, width, 1.0)
    w, b = ridge_fit((features - mean) / width, y, lam)
    return degree, errors, lambda t: (powers(t, degree) - mean) / width @ w + b


@mutant(caught_by="test_points_whose_square_never_varies")
def divides_features_by_zero(x, y, folds, max_degree=8, lam=1e-3):
    """Believes that every power of x varies."""

    def powers(t, degree):
        return t[:, None] ** np.arange(1, degree + 1)

    errors = [cv_error(powers(x, degree), y, lam, folds) for degree in range(1, max_degree + 1)]
    degree = int(np.argmin(errors)) + 1
    features = powers(x, degree)
    mean, width = features.mean(axis=0), features.std(axis=0)
    with np.errstate(all="ignore"):
        w, b = ridge_fit((features - mean) / width, y, lam)
    return degree, errors, lambda t: (powers(t, degree) - mean) / width @ w + b
