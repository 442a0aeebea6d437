"""Hidden tests of `ridge`."""

import torch

from autograder.testing import assert_close, points, require


@points("ridge", 2)
def test_gradient_vanishes(notebook, rng):
    """At the answer the gradient of the penalised loss is zero."""
    X, y = rng.normal(12, 4), rng.normal(12)
    w = notebook.ridge(X, y, 0.7)
    assert_close(X.T @ (X @ w - y) + 0.7 * w, torch.zeros(4), atol=1e-6, hint="Set the gradient to zero.")


@points("ridge", 2)
def test_more_columns_than_rows(notebook, rng):
    """With more columns than rows the penalty picks one answer, and a large one shrinks it."""
    X, y = rng.normal(3, 6), rng.normal(3)
    w = notebook.ridge(X, y, 0.01)
    expected = X.T @ torch.linalg.solve(X @ X.T + 0.01 * torch.eye(3, dtype=torch.float64), y)
    assert_close(w, expected, hint="The penalty makes the matrix invertible.")
    shrunk = notebook.ridge(X, y, 1e6)
    require(float(shrunk.norm()) < 1e-3 * float(w.norm()), "a large penalty does not shrink the weights")
