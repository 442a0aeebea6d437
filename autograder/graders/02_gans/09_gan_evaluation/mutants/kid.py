"""Wrong answers to `kid`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_no_bias_and_negative_values")
def lets_the_diagonal_in(x, y):
    """Takes the mean over all pairs, each row with itself included."""
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    return float(k_xx.mean() + k_yy.mean() - 2 * k_xy.mean())


@mutant(caught_by="test_no_bias_and_negative_values")
def cuts_off_at_zero(x, y):
    """Believes that a squared distance is never negative."""
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n, m = len(x), len(y)
    within = (k_xx.sum() - k_xx.trace()) / (n * (n - 1)) + (k_yy.sum() - k_yy.trace()) / (m * (m - 1))
    return max(0.0, float(within - 2 * k_xy.mean()))


@mutant(caught_by="test_values")
def forgets_the_dimension(x, y):
    """Does not divide the product by the number of features."""
    k_xx, k_yy, k_xy = ((a @ b.T + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n, m = len(x), len(y)
    within = (k_xx.sum() - k_xx.trace()) / (n * (n - 1)) + (k_yy.sum() - k_yy.trace()) / (m * (m - 1))
    return float(within - 2 * k_xy.mean())


@mutant(caught_by="test_values")
def divides_by_the_rows(x, y):
    """Takes the D of the kernel for the number of rows."""
    k_xx, k_yy, k_xy = ((a @ b.T / len(x) + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n, m = len(x), len(y)
    within = (k_xx.sum() - k_xx.trace()) / (n * (n - 1)) + (k_yy.sum() - k_yy.trace()) / (m * (m - 1))
    return float(within - 2 * k_xy.mean())


@mutant(caught_by="test_sets_of_unequal_size")
def expects_equal_sizes(x, y):
    """Divides every sum by the pairs of the first set."""
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n = len(x)
    within = (k_xx.sum() - k_xx.trace() + k_yy.sum() - k_yy.trace()) / (n * (n - 1))
    return float(within - 2 * k_xy.sum() / n**2)


@mutant(caught_by="test_sets_of_unequal_size")
def cuts_the_larger_set(x, y):
    """Uses as many rows of each set as the smaller one has."""
    x, y = x[: len(y)], y[: len(x)]
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n = len(x)
    within = (k_xx.sum() - k_xx.trace() + k_yy.sum() - k_yy.trace()) / (n * (n - 1))
    return float(within - 2 * k_xy.mean())


@mutant(caught_by="test_values")
def leaves_the_diagonal_out_between(x, y):
    """Leaves out the diagonal of the matrix between x and y too, though nothing there is compared with itself."""
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n, m = len(x), len(y)
    within = (k_xx.sum() - k_xx.trace()) / (n * (n - 1)) + (k_yy.sum() - k_yy.trace()) / (m * (m - 1))
    between = (k_xy.sum() - k_xy.diagonal().sum()) / (n * m - min(n, m))
    return float(within - 2 * between)


@mutant(caught_by="test_values")
def takes_the_root(x, y):
    """Returns the discrepancy instead of its square, with its sign kept."""
    k_xx, k_yy, k_xy = ((a @ b.T / a.shape[1] + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    n, m = len(x), len(y)
    within = (k_xx.sum() - k_xx.trace()) / (n * (n - 1)) + (k_yy.sum() - k_yy.trace()) / (m * (m - 1))
    value = float(within - 2 * k_xy.mean())
    return math.copysign(math.sqrt(abs(value)), value)
