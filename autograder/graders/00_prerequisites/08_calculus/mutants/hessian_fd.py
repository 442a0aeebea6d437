"""Wrong answers to `hessian_fd`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_every_entry_is_there")
def fills_one_half_only(f, x, h=1e-4):
    """Mends all of the draft but the half of the table that it never fills."""
    n = len(x)
    e, H = h * np.eye(n), np.zeros((n, n))
    for i in range(n):
        for j in range(i, n):
            up = f(x + e[i] + e[j]) - f(x + e[i] - e[j])
            H[i, j] = (up - f(x - e[i] + e[j]) + f(x - e[i] - e[j])) / (4 * h**2)
    return H


@mutant(caught_by="test_it_looks_to_both_sides")
def still_looks_forward(f, x, h=1e-4):
    """Mends all of the draft but its formula, which looks ahead only."""
    n = len(x)
    e, H = h * np.eye(n), np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            H[i, j] = (f(x + e[i] + e[j]) - f(x + e[i]) - f(x + e[j]) + f(x)) / h**2
    return H


@mutant(caught_by="test_its_own_step_is_not_drowned_by_rounding")
def keeps_the_tiny_step(f, x, h=1e-8):
    """Mends all of the draft but its step: believes that the smallest step is the best."""
    n = len(x)
    e, H = h * np.eye(n), np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            up = f(x + e[i] + e[j]) - f(x + e[i] - e[j])
            H[i, j] = (up - f(x - e[i] + e[j]) + f(x - e[i] - e[j])) / (4 * h**2)
    return H


@mutant(caught_by="test_the_callers_point_stays_where_it_is")
def still_moves_the_point(f, x, h=1e-4):
    """Mends all of the draft but its walk: works in the caller's array, and comes back only half of the way."""
    n = len(x)
    e, H, y = h * np.eye(n), np.zeros((n, n)), x.copy()
    for i in range(n):
        for j in range(n):
            up = f(y + e[i] + e[j]) - f(y + e[i] - e[j])
            H[i, j] = (up - f(y - e[i] + e[j]) + f(y - e[i] - e[j])) / (4 * h**2)
            x[j] += h
    return H


@mutant(caught_by="test_every_entry_is_there")
def forgets_the_four(f, x, h=1e-4):
    """Believes that the denominator is the square of the step, as in the draft."""
    n = len(x)
    e, H = h * np.eye(n), np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            up = f(x + e[i] + e[j]) - f(x + e[i] - e[j])
            H[i, j] = (up - f(x - e[i] + e[j]) + f(x - e[i] - e[j])) / h**2
    return H


@mutant(caught_by="test_every_entry_is_there")
def takes_second_derivatives_by_one_input(f, x, h=1e-4):
    """Believes that the Hessian is the list of second derivatives, one for each input."""
    return np.diag([(f(x + h * e) - 2 * f(x) + f(x - h * e)) / h**2 for e in np.eye(len(x))])


@mutant(caught_by="test_every_entry_is_there")
def multiplies_slopes(f, x, h=1e-4):
    """Believes that a second derivative is a product of two first ones."""
    g = np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])
    return np.outer(g, g)
