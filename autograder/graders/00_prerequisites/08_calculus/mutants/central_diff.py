"""Wrong answers to `central_diff`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_a_parabola_has_no_error")
def looks_forward_only(f, x, h=1e-5):
    """Believes that the difference quotient of equation (1) is good enough if the step is small."""
    return (f(x + h) - f(x)) / h


@mutant(caught_by="test_a_parabola_has_no_error")
def divides_by_one_step(f, x, h=1e-5):
    """Believes that the two points are one step apart."""
    return (f(x + h) - f(x - h)) / h


@mutant(caught_by="test_a_parabola_has_no_error")
def forgets_the_brackets(f, x, h=1e-5):
    """Believes that `/ 2 * h` divides by 2 h."""
    return (f(x + h) - f(x - h)) / 2 * h


@mutant(caught_by="test_the_step_is_the_one_that_was_asked_for")
def takes_a_step_of_its_own(f, x, h=1e-5):
    """Believes that a smaller step than the one that was asked for is a service."""
    h = min(h, 1e-5)
    return (f(x + h) - f(x - h)) / (2 * h)


@mutant(caught_by="test_the_step_is_the_one_that_was_asked_for")
def looks_at_four_points(f, x, h=1e-5):
    """Believes that a formula of higher order is always welcome."""
    return (8 * (f(x + h) - f(x - h)) - f(x + 2 * h) + f(x - 2 * h)) / (12 * h)


@mutant(caught_by="test_shapes_and_the_callers_points")
def moves_the_callers_points(f, x, h=1e-5):
    """Believes that `x += h` makes a new array."""
    x += h
    up = f(x)
    x -= 2 * h
    return (up - f(x)) / (2 * h)


@mutant(caught_by="test_shapes_and_the_callers_points")
def flattens_the_points(f, x, h=1e-5):
    """Believes that points always stand in one row."""
    x = np.ravel(x)
    return (f(x + h) - f(x - h)) / (2 * h)
