"""Hidden tests of `descend`."""

from itertools import pairwise

import torch

from autograder.testing import assert_close, points, require


@points("descend", 3)
def test_first_steps_are_exact(notebook, rng):
    """Three steps from zero, each against the gradient of the mean squared error."""
    X, y = rng.normal(10, 3), rng.normal(10)
    w, losses = notebook.descend(X, y, 3, 0.05)
    expected, before = torch.zeros(3, dtype=torch.float64), []
    for _ in range(3):
        before.append(float((X @ expected - y).square().mean()))
        expected = expected - 0.05 * 2 * X.T @ (X @ expected - y) / 10
    assert_close(w, expected, hint="The gradient of a mean is divided by n.")
    assert_close(losses, before, hint="One loss before each step.")


@points("descend", 3)
def test_finds_the_least_squares(notebook, rng):
    """After many steps the weights are those of least squares, and no loss is larger than the one before."""
    X, y = rng.normal(30, 3), rng.normal(30)
    w, losses = notebook.descend(X, y, 200, 0.2)
    assert_close(w, torch.linalg.lstsq(X, y[:, None]).solution[:, 0], rtol=1e-4, hint="Take all the steps.")
    require(len(losses) == 200, "there has to be one loss for each step")
    require(all(b <= a + 1e-12 for a, b in pairwise(losses)), "a loss is larger than before")
