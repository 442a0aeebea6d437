"""Wrong answers to `simpson`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_cubics_are_exact")
def adds_trapezoids(f, a, b, n):
    """Believes that straight lines will do."""
    if n < 2 or n % 2:
        raise ValueError(n)
    values = f(np.linspace(a, b, n + 1))
    return (b - a) / n * (values.sum() - (values[0] + values[-1]) / 2)


@mutant(caught_by="test_cubics_are_exact")
def swaps_the_weights(f, a, b, n):
    """Believes that the odd-numbered ends have weight 2 and the even-numbered ones weight 4."""
    if n < 2 or n % 2:
        raise ValueError(n)
    v = f(np.linspace(a, b, n + 1))
    return (b - a) / n / 3 * (v[0] + 2 * v[1:-1:2].sum() + 4 * v[2:-1:2].sum() + v[-1])


@mutant(caught_by="test_cubics_are_exact")
def takes_n_points(f, a, b, n):
    """Believes that n intervals have n ends."""
    if n < 2 or n % 2:
        raise ValueError(n)
    v = f(np.linspace(a, b, n))
    return (b - a) / n / 3 * (v[0] + 4 * v[1:-1:2].sum() + 2 * v[2:-1:2].sum() + v[-1])


@mutant(caught_by="test_cubics_are_exact")
def loses_the_sign(f, a, b, n):
    """Believes that an area is always measured from left to right."""
    if n < 2 or n % 2:
        raise ValueError(n)
    a, b = min(a, b), max(a, b)
    v = f(np.linspace(a, b, n + 1))
    return (b - a) / n / 3 * (v[0] + 4 * v[1:-1:2].sum() + 2 * v[2:-1:2].sum() + v[-1])


@mutant(caught_by="test_cubics_are_exact")
def doubles_the_ends(f, a, b, n):
    """Believes that every even-numbered end has weight 2, the first and the last too."""
    if n < 2 or n % 2:
        raise ValueError(n)
    v = f(np.linspace(a, b, n + 1))
    return (b - a) / n / 3 * (4 * v[1::2].sum() + 2 * v[::2].sum())


@mutant(caught_by="test_the_sum_of_equation_7")
def takes_more_points_than_asked(f, a, b, n):
    """Believes that more intervals than asked for can do no harm."""
    if n < 2 or n % 2:
        raise ValueError(n)
    n *= 10
    v = f(np.linspace(a, b, n + 1))
    return (b - a) / n / 3 * (v[0] + 4 * v[1:-1:2].sum() + 2 * v[2:-1:2].sum() + v[-1])


@mutant(caught_by="test_odd_numbers_of_intervals_are_refused")
def rounds_the_number_up(f, a, b, n):
    """Believes that an odd number is best mended in silence."""
    n = max(n + n % 2, 2)
    v = f(np.linspace(a, b, n + 1))
    return (b - a) / n / 3 * (v[0] + 4 * v[1:-1:2].sum() + 2 * v[2:-1:2].sum() + v[-1])


@mutant(caught_by="test_odd_numbers_of_intervals_are_refused")
def takes_zero_for_an_even_number(f, a, b, n):
    """Believes that looking at the remainder is enough: zero is even."""
    if n % 2:
        raise ValueError(n)
    v = f(np.linspace(a, b, abs(n) + 1))
    h = (b - a) / n if n else 0.0
    return h / 3 * (v[0] + 4 * v[1:-1:2].sum() + 2 * v[2:-1:2].sum() + v[-1])
