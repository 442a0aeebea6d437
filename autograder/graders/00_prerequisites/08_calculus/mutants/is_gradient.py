"""Wrong answers to `is_gradient`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_one_direction_is_not_enough")
def looks_in_one_direction(f, grad, x, tol=1e-4):
    """Believes that a Taylor remainder along one direction tells it all."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    v, h = np.ones_like(x), 1e-5
    return bool(abs((f(x + h * v) - f(x - h * v)) / (2 * h) - g @ v) <= tol)


@mutant(caught_by="test_one_direction_is_not_enough")
def looks_along_the_gradient(f, grad, x, tol=1e-4):
    """Believes that the slope along the claimed gradient is all that counts."""
    g = np.asarray(grad(x))
    if g.shape != x.shape or not np.isfinite(g).all():
        return False
    length, h = np.linalg.norm(g), 1e-5
    measured = [(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))]
    return bool(abs(length - np.linalg.norm(measured)) <= tol)


@mutant(caught_by="test_wrong_entries_are_rejected")
def forgets_the_absolute_value(f, grad, x, tol=1e-4):
    """Believes that an error is never negative."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    return bool((g - measured <= tol).all())


@mutant(caught_by="test_wrong_entries_are_rejected")
def averages_the_errors(f, grad, x, tol=1e-4):
    """Believes that a small error on average is a small error; and forgives ten times as much."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    return bool(np.mean((g - measured) ** 2) <= tol)


@mutant(caught_by="test_shapes_and_what_is_no_number")
def lets_shapes_broadcast(f, grad, x, tol=1e-4):
    """Believes that a gradient always has the right shape."""
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    try:
        return bool((abs(grad(x) - measured) <= tol).all())
    except ValueError:
        return False


@mutant(caught_by="test_shapes_and_what_is_no_number")
def lets_nan_through(f, grad, x, tol=1e-4):
    """Believes that what is not larger than the tolerance is smaller."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    return not (abs(g - measured) > tol).any()


@mutant(caught_by="test_the_tolerance_is_the_callers")
def has_a_tolerance_of_its_own(f, grad, x, tol=1e-4):
    """Believes that 1e-4 is good for everybody."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    return bool((abs(g - measured) <= 1e-4).all())


@mutant(caught_by="test_the_tolerance_is_the_callers")
def measures_with_a_coarse_step(f, grad, x, tol=1e-4):
    """Believes that a forward difference with a step of 1e-5 is exact."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x)) / 1e-5 for e in np.eye(len(x))])
    return bool((abs(g - measured) <= tol).all())


@mutant(caught_by="test_the_tolerance_is_the_callers")
def forgives_one_part_in_a_thousand(f, grad, x, tol=1e-4):
    """Believes that `np.allclose` compares with the tolerance alone, whatever its relative one is."""
    g = np.asarray(grad(x))
    if g.shape != x.shape:
        return False
    measured = np.array([(f(x + 1e-5 * e) - f(x - 1e-5 * e)) / 2e-5 for e in np.eye(len(x))])
    return bool(np.allclose(g, measured, rtol=1e-3, atol=tol))
