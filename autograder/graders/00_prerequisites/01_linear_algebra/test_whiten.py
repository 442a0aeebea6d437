"""Hidden tests of `whiten`: a round cloud, made linearly of the data, without directions that do not vary."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points


def column_projector(X):
    """Onto the column space of the centred data: all that linear functions of it can be."""
    U, sigma, _ = torch.linalg.svd(X - X.mean(dim=0), full_matrices=False)
    U = U[:, sigma > 1e-5 * sigma.max()]
    return U @ U.T


def check_round(Z, X, r, about):
    """Mean 0, covariance the identity, and nothing but the data in it."""
    n = len(X)
    hint = "Keep the directions in which the data varies, and only these."
    assert_shape(Z, (n, r), what=f"the whitened data{about}", hint=hint)
    Z = as_tensor(Z, "the whitened data")
    assert_close(Z.mean(dim=0), torch.zeros(r), atol=1e-7, what=f"the mean{about}", hint="Centre before anything else.")
    covariance = (Z - Z.mean(dim=0)).T @ (Z - Z.mean(dim=0)) / (n - 1)
    hint = "Divide each code by its standard deviation, not its variance; the covariance divides by n - 1."
    assert_close(covariance, torch.eye(r), atol=1e-7, what=f"the covariance{about}", hint=hint)
    hint = "Z has to be the centred data times a matrix: equation (15)."
    assert_close(Z @ Z.T / (n - 1), column_projector(X), atol=1e-6, what=f"what Z says of the data{about}", hint=hint)


@points("whiten", 2)
def test_round_cloud(notebook, rng):
    """The result has mean zero and the identity as its covariance, and is a linear function of the centred data."""
    X = rng.normal(40, 5) @ (rng.normal(5, 5) + 2 * torch.eye(5)) + 4 * rng.normal(5)
    check_round(notebook.whiten(X), X, 5, "")


@points("whiten", 2)
def test_directions_without_variance_are_dropped(notebook, rng):
    """Repeated and constant pixels, and more pixels than examples, leave fewer directions, each with variance 1."""
    base = rng.normal(20, 3)
    constant = torch.full((20, 1), 7.0, dtype=torch.float64)
    X = torch.cat([base, constant, 2 * base[:, :1], base[:, 1:2] - base[:, 2:3]], dim=1)
    check_round(notebook.whiten(X), X, 3, " for dependent pixels")
    for units in (1e-11, 1e11):  # what varies is judged beside the largest variance, not by a number of one's own
        check_round(notebook.whiten(units * X), X, 3, " for dependent pixels in other units")
    wide = rng.normal(6, 9)
    check_round(notebook.whiten(wide), wide, 5, " for more pixels than examples")


@points("whiten", 1)
def test_units_do_not_matter(notebook, rng):
    """Data in other units and around another point is whitened to the same round cloud, up to a turn."""
    X = rng.normal(30, 4)
    moved = X * torch.tensor([0.2, 30.0, 5.0, 1.0]) + 50 * rng.normal(4)
    check_round(notebook.whiten(moved), X, 4, " in other units")
