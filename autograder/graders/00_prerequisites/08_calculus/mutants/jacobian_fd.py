"""Wrong answers to `jacobian_fd`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_rows_are_outputs_and_columns_are_inputs")
def puts_inputs_in_rows(f, x, h=1e-5):
    """Believes that row j belongs to input j."""
    return np.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])


@mutant(caught_by="test_rows_are_outputs_and_columns_are_inputs")
def looks_forward_only_in_columns(f, x, h=1e-5):
    """Believes that one side is enough, and saves half of the evaluations."""
    return np.stack([(f(x + h * e) - f(x)) / h for e in np.eye(len(x))], axis=1)


@mutant(caught_by="test_rows_are_outputs_and_columns_are_inputs")
def turns_all_inputs_at_once(f, x, h=1e-5):
    """Believes that all inputs may be turned together."""
    column = (f(x + h) - f(x - h)) / (2 * h)
    return np.stack([column] * len(x), axis=1)


@mutant(caught_by="test_rows_are_outputs_and_columns_are_inputs")
def does_not_put_inputs_back(f, x, h=1e-5):
    """Believes that the next input can be turned from where the last one was left."""
    y, columns = x.copy(), []
    for j in range(len(x)):
        y[j] += h
        up = f(y)
        y[j] -= 2 * h
        columns.append((up - f(y)) / (2 * h))
    return np.stack(columns, axis=1)


@mutant(caught_by="test_rows_are_outputs_and_columns_are_inputs")
def divides_columns_by_one_step(f, x, h=1e-5):
    """Believes that the two points are one step apart."""
    return np.stack([(f(x + h * e) - f(x - h * e)) / h for e in np.eye(len(x))], axis=1)


@mutant(caught_by="test_the_step_is_the_one_that_was_asked_for")
def takes_its_own_step(f, x, h=1e-5):
    """Believes that the default is always best."""
    h = 1e-5
    return np.stack([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))], axis=1)


@mutant(caught_by="test_smooth_functions_and_the_callers_point")
def leaves_the_callers_point_elsewhere(f, x, h=1e-5):
    """Believes that `y = x` makes a copy; puts the input back but for the rest of a step."""
    columns = []
    for j in range(len(x)):
        y = x
        y[j] += h
        up = f(y)
        y[j] -= 2 * h
        columns.append((up - f(y)) / (2 * h))
    return np.stack(columns, axis=1)
