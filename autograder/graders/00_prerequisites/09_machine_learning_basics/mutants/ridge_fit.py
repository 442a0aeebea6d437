"""Wrong answers to `ridge_fit`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_it_costs_nothing_where_the_data_stand")
def punishes_the_intercept(X, y, lam):
    """Believes that the intercept is a weight like the others: a column of ones, and lam on the whole diagonal."""
    A = np.column_stack([X, np.ones(len(y))])
    w = np.linalg.solve(A.T @ A / len(y) + lam * np.eye(A.shape[1]), A.T @ y / len(y))
    return w[:-1], w[-1]


@mutant(caught_by="test_the_loss_is_a_mean_and_has_its_minimum_there")
def takes_the_sum_for_the_mean(X, y, lam):
    """Believes that the first term of (2) is a sum, as in many textbooks."""
    X_c = X - X.mean(axis=0)
    w = np.linalg.solve(X_c.T @ X_c + lam * np.eye(X.shape[1]), X_c.T @ (y - y.mean()))
    return w, y.mean() - w @ X.mean(axis=0)


@mutant(caught_by="test_it_costs_nothing_where_the_data_stand")
def draws_the_line_through_the_origin(X, y, lam):
    """Believes that centring matters for the intercept only."""
    w = np.linalg.solve(X.T @ X / len(y) + lam * np.eye(X.shape[1]), X.T @ y / len(y))
    return w, y.mean() - w @ X.mean(axis=0)


@mutant(caught_by="test_it_costs_nothing_where_the_data_stand")
def takes_the_mean_of_y_for_the_intercept(X, y, lam):
    """Believes that after centring the intercept is the mean of y."""
    X_c = X - X.mean(axis=0)
    w = np.linalg.solve(X_c.T @ X_c / len(y) + lam * np.eye(X.shape[1]), X_c.T @ (y - y.mean()) / len(y))
    return w, y.mean()


@mutant(caught_by="test_weights_of_equation_3")
def adds_lam_everywhere(X, y, lam):
    """Believes that `+ lam` adds a multiple of I."""
    X_c = X - X.mean(axis=0)
    w = np.linalg.pinv(X_c.T @ X_c / len(y) + lam) @ (X_c.T @ (y - y.mean()) / len(y))
    return w, y.mean() - w @ X.mean(axis=0)


@mutant(caught_by="test_weights_of_equation_3")
def centres_in_place(X, y, lam):
    """Believes that `X -= ...` makes a new array."""
    x_mean, y_mean = X.mean(axis=0), y.mean()
    X -= x_mean
    w = np.linalg.solve(X.T @ X / len(y) + lam * np.eye(X.shape[1]), X.T @ (y - y_mean) / len(y))
    return w, y_mean - w @ x_mean


@mutant(caught_by="test_weights_of_equation_3")
def doubles_the_penalty(X, y, lam):
    """Believes that the derivative of lam times the square brings a factor 2 to one side only."""
    X_c = X - X.mean(axis=0)
    w = np.linalg.solve(X_c.T @ X_c / len(y) + 2 * lam * np.eye(X.shape[1]), X_c.T @ (y - y.mean()) / len(y))
    return w, y.mean() - w @ X.mean(axis=0)
