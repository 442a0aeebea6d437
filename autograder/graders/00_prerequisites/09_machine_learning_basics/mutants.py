"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""
# ruff: noqa: F821 -- the other names are the notebook's answers

import math

import numpy as np

from autograder.testing import mutant

# --- ridge_fit


@mutant("ridge_fit", caught_by="test_it_costs_nothing_where_the_data_stand")
def punishes_the_intercept(X, y, lam):
    """Believes that the intercept is a weight like the others: a column of ones, and lam on the whole diagonal."""
    A = np.column_stack([X, np.ones(len(y))])
    w = np.linalg.solve(A.T @ A / len(y) + lam * np.eye(A.shape[1]), A.T @ y / len(y))
    return w[:-1], w[-1]


@mutant("ridge_fit", caught_by="test_the_loss_is_a_mean_and_has_its_minimum_there")
def takes_the_sum_for_the_mean(X, y, lam):
    """Believes that the first term of (2) is a sum, as in many textbooks."""
    X_c = X - X.mean(axis=0)
    w = np.linalg.solve(X_c.T @ X_c + lam * np.eye(X.shape[1]), X_c.T @ (y - y.mean()))
    return w, y.mean() - w @ X.mean(axis=0)


@mutant("ridge_fit", caught_by="test_it_costs_nothing_where_the_data_stand")
def draws_the_line_through_the_origin(X, y, lam):
    """Believes that centring matters for the intercept only."""
    w = np.linalg.solve(X.T @ X / len(y) + lam * np.eye(X.shape[1]), X.T @ y / len(y))
    return w, y.mean() - w @ X.mean(axis=0)


@mutant("ridge_fit", caught_by="test_it_costs_nothing_where_the_data_stand")
def takes_the_mean_of_y_for_the_intercept(X, y, lam):
    """Believes that after centring the intercept is the mean of y."""
    X_c = X - X.mean(axis=0)
    w = np.linalg.solve(X_c.T @ X_c / len(y) + lam * np.eye(X.shape[1]), X_c.T @ (y - y.mean()) / len(y))
    return w, y.mean()


@mutant("ridge_fit", caught_by="test_weights_of_equation_3")
def adds_lam_everywhere(X, y, lam):
    """Believes that `+ lam` adds a multiple of I."""
    X_c = X - X.mean(axis=0)
    w = np.linalg.pinv(X_c.T @ X_c / len(y) + lam) @ (X_c.T @ (y - y.mean()) / len(y))
    return w, y.mean() - w @ X.mean(axis=0)


@mutant("ridge_fit", caught_by="test_weights_of_equation_3")
def centres_in_place(X, y, lam):
    """Believes that `X -= ...` makes a new array."""
    x_mean, y_mean = X.mean(axis=0), y.mean()
    X -= x_mean
    w = np.linalg.solve(X.T @ X / len(y) + lam * np.eye(X.shape[1]), X.T @ (y - y_mean) / len(y))
    return w, y_mean - w @ x_mean


@mutant("ridge_fit", caught_by="test_weights_of_equation_3")
def doubles_the_penalty(X, y, lam):
    """Believes that the derivative of lam times the square brings a factor 2 to one side only."""
    X_c = X - X.mean(axis=0)
    w = np.linalg.solve(X_c.T @ X_c / len(y) + 2 * lam * np.eye(X.shape[1]), X_c.T @ (y - y.mean()) / len(y))
    return w, y.mean() - w @ X.mean(axis=0)


# --- bias_variance


@mutant("bias_variance", caught_by="test_bias_squared")
def averages_biases_before_squaring(predictions, truth):
    """Believes that bias is one number, to be squared at the end: opposite signs cancel."""
    mean = predictions.mean(axis=0)
    return np.mean(mean - truth) ** 2, np.mean((predictions - mean) ** 2)


@mutant("bias_variance", caught_by="test_variance")
def divides_by_one_less(predictions, truth):
    """Believes that every variance is divided by R - 1."""
    mean = predictions.mean(axis=0)
    return np.mean((mean - truth) ** 2), np.sum((predictions - mean) ** 2) / max(len(predictions) - 1, 1) / len(truth)


@mutant("bias_variance", caught_by="test_variance")
def varies_over_the_points(predictions, truth):
    """Believes that the variance is that of the forecasts of one fit."""
    return np.mean((predictions.mean(axis=0) - truth) ** 2), predictions.var(axis=1).mean()


@mutant("bias_variance", caught_by="test_variance")
def measures_spread_around_the_truth(predictions, truth):
    """Believes that variance is the squared distance from the truth."""
    return np.mean((predictions.mean(axis=0) - truth) ** 2), np.mean((predictions - truth) ** 2)


@mutant("bias_variance", caught_by="test_they_add_up_and_stay_exact")
def subtracts_two_large_numbers(predictions, truth):
    """Believes that the mean of squares minus the squared mean is the variance on a computer, too."""
    mean = predictions.mean(axis=0)
    return np.mean((mean - truth) ** 2), max(0.0, np.mean((predictions**2).mean(axis=0) - mean**2))


@mutant("bias_variance", caught_by="test_bias_squared")
def calls_the_error_bias(predictions, truth):
    """Believes that bias squared is the mean squared error of the fits."""
    return np.mean((predictions - truth) ** 2), np.mean((predictions - predictions.mean(axis=0)) ** 2)


@mutant("bias_variance", caught_by="test_variance")
def returns_the_standard_deviation(predictions, truth):
    """Believes that the spread is meant, in the unit of the forecasts."""
    mean = predictions.mean(axis=0)
    return np.mean((mean - truth) ** 2), np.sqrt(np.mean((predictions - mean) ** 2))


# --- best_shrinkage


@mutant("best_shrinkage", caught_by="test_the_best_penalty")
def makes_both_terms_equal(theta, sigma, n):
    """Believes that a sum is smallest where its two terms are equal."""
    lam = sigma / (math.sqrt(n) * abs(theta))
    return lam, (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam) ** 2


@mutant("best_shrinkage", caught_by="test_the_best_penalty")
def forgets_how_many(theta, sigma, n):
    """Believes that the noise of one measurement decides, however many there are."""
    lam = sigma**2 / theta**2
    return lam, (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam) ** 2


@mutant("best_shrinkage", caught_by="test_the_best_penalty")
def forgets_the_squares(theta, sigma, n):
    """Believes that sizes enter as they are; a negative theta makes a negative penalty."""
    lam = sigma / (n * theta)
    return lam, (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam) ** 2


@mutant("best_shrinkage", caught_by="test_both_terms_at_it")
def does_not_shrink_the_variance(theta, sigma, n):
    """Believes that the variance of the mean is not touched by the factor."""
    lam = sigma**2 / (n * theta**2)
    return lam, (lam * theta / (1 + lam)) ** 2, sigma**2 / n


@mutant("best_shrinkage", caught_by="test_both_terms_at_it")
def shrinks_the_variance_once(theta, sigma, n):
    """Believes that a factor leaves a variance as it is, not squared."""
    lam = sigma**2 / (n * theta**2)
    return lam, (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam)


@mutant("best_shrinkage", caught_by="test_both_terms_at_it")
def returns_the_bias_itself(theta, sigma, n):
    """Believes that bias is asked for, not its square."""
    lam = sigma**2 / (n * theta**2)
    return lam, abs(lam * theta / (1 + lam)), sigma**2 / n / (1 + lam) ** 2


@mutant("best_shrinkage", caught_by="test_no_other_penalty_is_better")
def returns_the_factor(theta, sigma, n):
    """Believes that the factor 1 / (1 + lam) is the penalty."""
    lam = sigma**2 / (n * theta**2)
    return 1 / (1 + lam), (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam) ** 2


# --- kfold_indices


@mutant("kfold_indices", caught_by="test_all_chance_comes_from_the_generator")
def does_not_shuffle(n, k, rng):
    """Believes that data come in no order."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(np.arange(n), k)
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant("kfold_indices", caught_by="test_all_chance_comes_from_the_generator")
def shuffles_parts_only(n, k, rng):
    """Believes that shuffling the parts is shuffling the examples."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(np.arange(n), k)
    return [(np.setdiff1d(np.arange(n), parts[i]), parts[i]) for i in rng.permutation(k)]


@mutant("kfold_indices", caught_by="test_all_chance_comes_from_the_generator")
def shares_everybodys_chance(n, k, rng):
    """Believes that one source of chance is as good as another."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(np.random.permutation(n), k)
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant("kfold_indices", caught_by="test_all_chance_comes_from_the_generator")
def fixes_the_seed(n, k, rng):
    """Believes that an experiment can be repeated only with a seed of 0."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(np.random.default_rng(0).permutation(n), k)
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant("kfold_indices", caught_by="test_each_example_is_kept_back_once")
def drops_the_remainder(n, k, rng):
    """Believes that k divides n."""
    if not 2 <= k <= n:
        raise ValueError(k)
    order, size = rng.permutation(n), n // k
    parts = [order[i * size : (i + 1) * size] for i in range(k)]
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant("kfold_indices", caught_by="test_each_example_is_kept_back_once")
def gives_the_remainder_to_the_last(n, k, rng):
    """Believes that whoever comes last may have more."""
    if not 2 <= k <= n:
        raise ValueError(k)
    order, size = rng.permutation(n), n // k
    parts = [order[i * size : (i + 1) * size if i < k - 1 else n] for i in range(k)]
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant("kfold_indices", caught_by="test_each_example_is_kept_back_once")
def draws_each_part_anew(n, k, rng):
    """Believes that a fresh random part for each fold is cross-validation."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = [rng.permutation(n)[: len(part)] for part in np.array_split(np.arange(n), k)]
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


@mutant("kfold_indices", caught_by="test_the_rest_is_learnt_from")
def learns_from_all(n, k, rng):
    """Believes that more examples to learn from can do no harm."""
    if not 2 <= k <= n:
        raise ValueError(k)
    return [(np.arange(n), part) for part in np.array_split(rng.permutation(n), k)]


@mutant("kfold_indices", caught_by="test_the_rest_is_learnt_from")
def learns_from_the_next_part(n, k, rng):
    """Believes that one part is for learning and one for the exam."""
    if not 2 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(rng.permutation(n), k)
    return [(parts[(i + 1) % k], parts[i]) for i in range(k)]


@mutant("kfold_indices", caught_by="test_too_few_or_too_many_parts_are_refused")
def lets_one_part_pass(n, k, rng):
    """Believes that k only has to be positive, and not too large."""
    if not 1 <= k <= n:
        raise ValueError(k)
    parts = np.array_split(rng.permutation(n), k)
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


# --- cv_error


@mutant("cv_error", caught_by="test_scaling_is_learnt_from_the_training_part")
def scales_before_splitting(X, y, lam, folds):
    """Believes that scaling is no learning, and may be done once for all rows."""
    width = X.std(axis=0)
    X = (X - X.mean(axis=0)) / np.where(width > 0, width, 1.0)
    squares = []
    for train, val in folds:
        w, b = ridge_fit(X[train], y[train], lam)
        squares.append((X[val] @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant("cv_error", caught_by="test_scaling_is_learnt_from_the_training_part")
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


@mutant("cv_error", caught_by="test_every_example_counts_once")
def averages_averages(X, y, lam, folds):
    """Believes that the mean of the parts' means is the mean of all."""
    means = []
    for train, val in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0)
        width = np.where(width > 0, width, 1.0)
        w, b = ridge_fit((X[train] - mean) / width, y[train], lam)
        means.append(np.mean(((X[val] - mean) / width @ w + b - y[val]) ** 2))
    return np.mean(means)


@mutant("cv_error", caught_by="test_features_that_never_vary")
def divides_by_a_width_of_zero(X, y, lam, folds):
    """Believes that every feature varies."""
    squares = []
    for train, val in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0)
        with np.errstate(all="ignore"):
            w, b = ridge_fit((X[train] - mean) / width, y[train], lam)
            squares.append(((X[val] - mean) / width @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant("cv_error", caught_by="test_scaling_is_learnt_from_the_training_part")
def adds_a_little_to_the_width(X, y, lam, folds):
    """Believes that 1e-8 is small beside any width."""
    squares = []
    for train, val in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0) + 1e-8
        w, b = ridge_fit((X[train] - mean) / width, y[train], lam)
        squares.append(((X[val] - mean) / width @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant("cv_error", caught_by="test_the_callers_table_stays_as_it_is")
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


@mutant("cv_error", caught_by="test_every_example_counts_once")
def learns_from_everybody(X, y, lam, folds):
    """Believes that the fit may use all rows, as long as the exam is held in parts."""
    squares = []
    for train, val in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0)
        width = np.where(width > 0, width, 1.0)
        w, b = ridge_fit((X - mean) / width, y, lam)
        squares.append(((X[val] - mean) / width @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant("cv_error", caught_by="test_every_example_counts_once")
def reports_the_training_error(X, y, lam, folds):
    """Believes that the error is measured where the fit was made."""
    squares = []
    for train, _ in folds:
        mean, width = X[train].mean(axis=0), X[train].std(axis=0)
        width = np.where(width > 0, width, 1.0)
        w, b = ridge_fit((X[train] - mean) / width, y[train], lam)
        squares.append(((X[train] - mean) / width @ w + b - y[train]) ** 2)
    return np.mean(np.concatenate(squares))


@mutant("cv_error", caught_by="test_every_example_counts_once")
def does_not_scale(X, y, lam, folds):
    """Believes that ridge regression does not care about units."""
    squares = []
    for train, val in folds:
        w, b = ridge_fit(X[train], y[train], lam)
        squares.append((X[val] @ w + b - y[val]) ** 2)
    return np.mean(np.concatenate(squares))


# --- train_polynomial


@mutant("train_polynomial", caught_by="test_it_foretells_unseen_points")
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


@mutant("train_polynomial", caught_by="test_it_foretells_unseen_points")
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


@mutant("train_polynomial", caught_by="test_a_forecast_depends_on_its_own_point")
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


@mutant("train_polynomial", caught_by="test_it_foretells_unseen_points")
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


@mutant("train_polynomial", caught_by="test_it_foretells_unseen_points")
def draws_a_line(x, y, folds, max_degree=8, lam=1e-3):
    """Believes that a straight line is good enough for anything."""
    errors = [cv_error(x[:, None] ** np.arange(1, d + 1), y, lam, folds) for d in range(1, max_degree + 1)]
    mean, width = x.mean(), x.std()
    w, b = ridge_fit(((x - mean) / width)[:, None], y, lam)
    return 1, errors, lambda t: (t - mean) / width * w[0] + b


@mutant("train_polynomial", caught_by="test_the_errors_and_the_choice")
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


@mutant("train_polynomial", caught_by="test_the_errors_and_the_choice")
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


@mutant("train_polynomial", caught_by="test_points_whose_square_never_varies")
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


# --- logistic_loss_grad


@mutant("logistic_loss_grad", caught_by="test_loss")
def adds_the_losses_up(w, b, X, y):
    """Believes that a loss is a sum."""
    logits = X @ w + b
    wrong_by = np.exp(-np.logaddexp(0.0, -logits)) - y
    return np.sum(np.logaddexp(0.0, logits) - y * logits), X.T @ wrong_by, np.sum(wrong_by)


@mutant("logistic_loss_grad", caught_by="test_gradient")
def points_uphill(w, b, X, y):
    """Believes that the gradient is true minus said, which is the way downhill."""
    logits = X @ w + b
    wrong_by = y - np.exp(-np.logaddexp(0.0, -logits))
    return np.mean(np.logaddexp(0.0, logits) - y * logits), X.T @ wrong_by / len(y), np.mean(wrong_by)


@mutant("logistic_loss_grad", caught_by="test_gradient")
def keeps_the_slope_of_the_sigmoid(w, b, X, y):
    """Believes that the chain rule leaves a factor p (1 - p), as it does for squared errors."""
    logits = X @ w + b
    p = np.exp(-np.logaddexp(0.0, -logits))
    wrong_by = (p - y) * p * (1 - p)
    return np.mean(np.logaddexp(0.0, logits) - y * logits), X.T @ wrong_by / len(y), np.mean(wrong_by)


@mutant("logistic_loss_grad", caught_by="test_logits_of_any_size")
def takes_the_plain_formula(w, b, X, y):
    """Believes that a formula on paper is a formula on a computer."""
    with np.errstate(all="ignore"):
        logits = X @ w + b
        p = 1 / (1 + np.exp(-logits))
        loss = -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))
    return loss, X.T @ (p - y) / len(y), np.mean(p - y)


@mutant("logistic_loss_grad", caught_by="test_logits_of_any_size")
def clips_probabilities(w, b, X, y):
    """Believes that nothing is lost by keeping probabilities away from 0 and 1."""
    logits = np.clip(X @ w + b, -500, 500)
    p = np.clip(1 / (1 + np.exp(-logits)), 1e-12, 1 - 1e-12)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return loss, X.T @ (p - y) / len(y), np.mean(p - y)


@mutant("logistic_loss_grad", caught_by="test_gradient")
def divides_by_all_numbers(w, b, X, y):
    """Believes that a mean is over all entries of X."""
    logits = X @ w + b
    wrong_by = np.exp(-np.logaddexp(0.0, -logits)) - y
    return np.mean(np.logaddexp(0.0, logits) - y * logits), X.T @ wrong_by / X.size, np.mean(wrong_by)


@mutant("logistic_loss_grad", caught_by="test_loss")
def forgets_the_intercept(w, b, X, y):
    """Believes that the logit is the weighted sum alone."""
    logits = X @ w
    wrong_by = np.exp(-np.logaddexp(0.0, -logits)) - y
    return np.mean(np.logaddexp(0.0, logits) - y * logits), X.T @ wrong_by / len(y), np.mean(wrong_by)


# --- precision_recall


@mutant("precision_recall", caught_by="test_precision_and_recall")
def flags_only_above(y, scores, threshold):
    """Believes that a score has to exceed the threshold."""
    flagged = scores > threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fp], [fn, tp]], tp / (tp + fp) if tp + fp else 1.0, tp / (tp + fn) if tp + fn else 1.0


@mutant("precision_recall", caught_by="test_the_four_cases")
def transposes_the_table(y, scores, threshold):
    """Believes that rows are what was flagged."""
    flagged = scores >= threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fn], [fp, tp]], tp / (tp + fp) if tp + fp else 1.0, tp / (tp + fn) if tp + fn else 1.0


@mutant("precision_recall", caught_by="test_precision_and_recall")
def exchanges_the_names(y, scores, threshold):
    """Believes that precision is the share of what deserved it."""
    flagged = scores >= threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fp], [fn, tp]], tp / (tp + fn) if tp + fn else 1.0, tp / (tp + fp) if tp + fp else 1.0


@mutant("precision_recall", caught_by="test_precision_and_recall")
def takes_accuracy_for_precision(y, scores, threshold):
    """Believes that precision is the share of right answers."""
    flagged = scores >= threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fp], [fn, tp]], (tp + tn) / len(y), tp / (tp + fn) if tp + fn else 1.0


@mutant("precision_recall", caught_by="test_nothing_to_divide_by")
def says_zero_for_nothing(y, scores, threshold):
    """Believes that nothing divided by nothing is 0."""
    flagged = scores >= threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fp], [fn, tp]], tp / max(tp + fp, 1), tp / max(tp + fn, 1)


@mutant("precision_recall", caught_by="test_nothing_to_divide_by")
def says_one_without_true_positives(y, scores, threshold):
    """Believes that the case of nothing flagged is the case of no true positives."""
    flagged = scores >= threshold
    tp, fp = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fn, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fp
    return [[tn, fp], [fn, tp]], tp / (tp + fp) if tp else 1.0, tp / (tp + fn) if tp else 1.0


@mutant("precision_recall", caught_by="test_the_four_cases")
def exchanges_the_mistakes(y, scores, threshold):
    """Believes that a false negative is a zero that was flagged."""
    flagged = scores >= threshold
    tp, fn = int(np.sum(flagged & (y == 1))), int(np.sum(flagged & (y == 0)))
    fp, tn = int(np.sum(y == 1)) - tp, int(np.sum(y == 0)) - fn
    return [[tn, fp], [fn, tp]], tp / (tp + fp) if tp + fp else 1.0, tp / (tp + fn) if tp + fn else 1.0


# --- roc_auc


@mutant("roc_auc", caught_by="test_ties_count_half")
def loses_ties(y, scores):
    """Believes that a tie is not a win."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    return np.mean(ones[:, None] > zeros)


@mutant("roc_auc", caught_by="test_ties_count_half")
def wins_ties(y, scores):
    """Believes that at least as high is good enough."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    return np.mean(ones[:, None] >= zeros)


@mutant("roc_auc", caught_by="test_order_is_all_that_counts")
def walks_through_the_sorted_scores(y, scores):
    """Believes that sorting puts ties in the right order: walks through them one by one, and adds up rectangles."""
    if len(set(np.asarray(y).tolist())) < 2:
        raise ValueError(y)
    order = np.argsort(-scores, kind="stable")
    height = np.cumsum(y[order] == 1) / np.sum(y == 1)
    return np.mean(height[y[order] == 0])


@mutant("roc_auc", caught_by="test_share_of_pairs_in_order")
def looks_from_the_other_side(y, scores):
    """Believes that a low score speaks for a one."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    return 0.5 - np.mean(np.sign(ones[:, None] - zeros)) / 2


@mutant("roc_auc", caught_by="test_share_of_pairs_in_order")
def is_never_worse_than_guessing(y, scores):
    """Believes that an area below a half is a mistake to be turned round."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    area = 0.5 + np.mean(np.sign(ones[:, None] - zeros)) / 2
    return max(area, 1 - area)


@mutant("roc_auc", caught_by="test_ties_count_half")
def forgives_what_is_close(y, scores):
    """Believes that floats are never equal, only close."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    difference = ones[:, None] - zeros
    return np.mean(np.where(np.abs(difference) < 1e-8, 0.5, difference > 0))


@mutant("roc_auc", caught_by="test_it_takes_both_kinds")
def says_a_half_for_one_kind(y, scores):
    """Believes that where nothing can be compared, a half is a fair answer."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        return 0.5
    return 0.5 + np.mean(np.sign(ones[:, None] - zeros)) / 2


@mutant("roc_auc", caught_by="test_share_of_pairs_in_order")
def compares_in_the_order_of_the_file(y, scores):
    """Believes that each one is compared with one zero."""
    ones, zeros = scores[y == 1], scores[y == 0]
    if min(len(ones), len(zeros)) == 0:
        raise ValueError(y)
    n = min(len(ones), len(zeros))
    return 0.5 + np.mean(np.sign(ones[:n] - zeros[:n])) / 2


# --- is_honest


@mutant("is_honest", caught_by="test_labels_that_must_not_matter")
def flips_all_labels_at_once(program, X, y, train, test):
    """Believes that flipping all test labels shows every use of them: their mean stays, if half of them are ones."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before, flipped = ask(X, y), y.copy()
    flipped[test] = 1 - flipped[test]
    if (np.abs(ask(X, flipped) - before) > 1e-6).any():
        return False
    for place, row in enumerate(test):
        others = np.arange(len(test)) != place
        for widths in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += widths * X.std(axis=0)
            if (np.abs(ask(moved, y) - before) > 1e-6)[others].any():
                return False
    return True


@mutant("is_honest", caught_by="test_features_of_others_must_not_matter")
def looks_at_labels_only(program, X, y, train, test):
    """Believes that features cannot leak."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X, y)
    for row in test:
        flipped = y.copy()
        flipped[row] = 1 - flipped[row]
        if (np.abs(ask(X, flipped) - before) > 1e-6).any():
            return False
    return True


@mutant("is_honest", caught_by="test_labels_that_must_not_matter")
def looks_at_features_only(program, X, y, train, test):
    """Believes that whoever trains on train cannot see test labels."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X)
    for place, row in enumerate(test):
        others = np.arange(len(test)) != place
        for widths in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += widths * X.std(axis=0)
            if (np.abs(ask(moved) - before) > 1e-6)[others].any():
                return False
    return True


@mutant("is_honest", caught_by="test_features_of_others_must_not_matter")
def minds_the_rows_own_features(program, X, y, train, test):
    """Believes that no forecast may move at all, not even that of the row that has moved."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X, y)
    for row in test:
        flipped, moved = y.copy(), X.copy()
        flipped[row] = 1 - flipped[row]
        moved[row] += 5 * X.std(axis=0)
        if max(np.abs(ask(X, flipped) - before).max(), np.abs(ask(moved, y) - before).max()) > 1e-6:
            return False
    return True


@mutant("is_honest", caught_by="test_features_of_others_must_not_matter")
def moves_upwards_only(program, X, y, train, test):
    """Believes that a row that moves up shows everything: what sees the smallest value only does not mind."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X, y)
    for place, row in enumerate(test):
        flipped, moved = y.copy(), X.copy()
        flipped[row] = 1 - flipped[row]
        moved[row] += 5 * X.std(axis=0)
        others = np.arange(len(test)) != place
        if (np.abs(ask(X, flipped) - before) > 1e-6).any() or (np.abs(ask(moved, y) - before) > 1e-6)[others].any():
            return False
    return True


@mutant("is_honest", caught_by="test_labels_that_must_not_matter")
def tries_the_first_row_only(program, X, y, train, test):
    """Believes that one test row stands for all."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before, flipped = ask(X, y), y.copy()
    flipped[test[0]] = 1 - flipped[test[0]]
    if (np.abs(ask(X, flipped) - before) > 1e-6).any():
        return False
    for widths in (-5.0, 5.0):
        moved = X.copy()
        moved[test[0]] += widths * X.std(axis=0)
        if (np.abs(ask(moved, y) - before) > 1e-6)[1:].any():
            return False
    return True


@mutant("is_honest", caught_by="test_splits_and_programs_with_manners_of_their_own")
def hands_out_its_own_arrays(program, X, y, train, test):
    """Believes that a program only reads."""
    if np.intersect1d(train, test).size:
        return False
    before = np.array(program(X, y, train, test), dtype=float)
    for place, row in enumerate(test.copy()):
        flipped = y.copy()
        flipped[row] = 1 - flipped[row]
        if (np.abs(np.array(program(X, flipped, train, test), dtype=float) - before) > 1e-6).any():
            return False
        for widths in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += widths * X.std(axis=0)
            change = np.abs(np.array(program(moved, y, train, test), dtype=float) - before)
            if (change > 1e-6)[np.arange(len(test)) != place].any():
                return False
    return True


@mutant("is_honest", caught_by="test_splits_and_programs_with_manners_of_their_own")
def trusts_the_split(program, X, y, train, test):
    """Believes that train and test never have a row in common."""

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before, only_test = ask(X, y), np.setdiff1d(test, train)
    for row in only_test:
        flipped = y.copy()
        flipped[row] = 1 - flipped[row]
        if (np.abs(ask(X, flipped) - before) > 1e-6).any():
            return False
        for widths in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += widths * X.std(axis=0)
            if (np.abs(ask(moved, y) - before) > 1e-6)[test != row].any():
                return False
    return True


@mutant("is_honest", caught_by="test_splits_and_programs_with_manners_of_their_own")
def poisons_with_nan(program, X, y, train, test):
    """Believes that every program can cope with NaN, and that what is not NaN was not touched."""
    if np.intersect1d(train, test).size:
        return False
    for place, row in enumerate(test):
        X_bad, y_bad = X.copy(), y.copy()
        y_bad[test] = np.nan
        X_bad[np.setdiff1d(test, [row])] = np.nan
        try:
            answer = np.array(program(X_bad, y_bad, train.copy(), test.copy()), dtype=float)
        except ValueError:
            return False
        if not np.isfinite(answer[place]):
            return False
    return True


@mutant("is_honest", caught_by="test_splits_and_programs_with_manners_of_their_own")
def forgives_no_rounding(program, X, y, train, test):
    """Believes that equal means equal to the last bit."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X, y)
    for place, row in enumerate(test):
        others = np.arange(len(test)) != place
        flipped = y.copy()
        flipped[row] = 1 - flipped[row]
        if (ask(X, flipped) != before).any():
            return False
        for widths in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += widths * X.std(axis=0)
            if (ask(moved, y) != before)[others].any():
                return False
    return True


@mutant("is_honest", caught_by="test_features_of_others_must_not_matter")
def moves_by_a_fixed_amount(program, X, y, train, test):
    """Believes that a step of 5 is large for any feature, whatever its unit."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X, y)
    for place, row in enumerate(test):
        others = np.arange(len(test)) != place
        flipped = y.copy()
        flipped[row] = 1 - flipped[row]
        if (np.abs(ask(X, flipped) - before) > 1e-5).any():
            return False
        for step in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += step
            if (np.abs(ask(moved, y) - before) > 1e-5)[others].any():
                return False
    return True
