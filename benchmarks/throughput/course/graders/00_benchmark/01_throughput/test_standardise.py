"""Hidden tests of `standardise`."""

import torch

from autograder.testing import assert_close, points


@points("standardise", 2)
def test_columns_are_standard(notebook, rng):
    """Every column has mean 0 and standard deviation 1, over all rows."""
    X = 3 * rng.normal(20, 4) + 5
    Z = notebook.standardise(X)
    assert_close(Z, (X - X.mean(0)) / X.std(0, correction=0), hint="Divide by n, not by n - 1.")
    assert_close(notebook.standardise(Z), Z, hint="Doing it twice changes nothing.")


@points("standardise", 2)
def test_constant_columns_become_zero(notebook, rng):
    """A constant column becomes zeros, and leaves the others alone."""
    X = torch.cat([rng.normal(9, 1), torch.full((9, 1), 2.5, dtype=torch.float64)], 1)
    Z = notebook.standardise(X)
    assert_close(Z[:, 1], torch.zeros(9), hint="Nothing divided by nothing is not a number.")
    assert_close(Z[:, 0], (X[:, 0] - X[:, 0].mean()) / X[:, 0].std(correction=0), hint="One column at a time.")
