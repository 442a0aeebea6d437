"""Hidden tests of `rank_for`: the predicted rank, its ends, and whether the prediction comes true."""

import math

import torch

from autograder.testing import as_tensor, points, require


def predict(notebook, sigma, tolerance):
    """The student's rank as an int."""
    answer = as_tensor(notebook.rank_for(sigma, float(tolerance)), "the rank").reshape(-1)
    require(answer.numel() == 1, "the rank has to be one number")
    rank = float(answer[0])
    require(math.isfinite(rank) and rank == int(rank), "the rank has to be a whole number", hint="Count terms.")
    return int(rank)


def relative_errors(sigma):
    """Of the best approximations of rank 0, 1, …, r."""
    return torch.stack([sigma[k:].square().sum().sqrt() for k in range(len(sigma) + 1)]) / sigma.square().sum().sqrt()


def explain(found, expected):
    """Which way a rank is wrong."""
    return f"the predicted rank is {'too high' if found > expected else 'too low'}"


@points("rank_for", 2)
def test_smallest_rank_within_the_tolerance(notebook, rng):
    """The rank is the smallest whose relative error, of squared singular values under a root, is allowed."""
    for decay in (0.95, 0.7, 0.4):
        sigma = 20 * decay ** torch.arange(9, dtype=torch.float64) * rng.uniform(0.9, 1.1, (9,))
        sigma = sigma.sort(descending=True).values
        errors = relative_errors(sigma)
        for k in (1, 3, 4, 7):
            tolerance = (errors[k] * errors[k - 1]).sqrt()  # between two errors: rounding decides nothing
            found = predict(notebook, sigma, tolerance)
            hint = (
                "Sum the squares that are left out, take the root, divide by the norm of A; the smallest k that fits."
            )
            require(found == k, explain(found, k), hint=hint)


@points("rank_for", 1)
def test_ends_of_the_tolerance(notebook, rng):
    """Zeros need no rank, nor does a tolerance of 1 or more; a tolerance of 0 and tiny ones are kept to as well."""
    sigma = torch.cat([rng.uniform(1, 5, (3,)).sort(descending=True).values, torch.zeros(4, dtype=torch.float64)])
    found = predict(notebook, sigma, 1e-6)
    require(
        found == 3, f"with zeros at the end {explain(found, 3)}", hint="Beyond the last positive value nothing is lost."
    )
    found = predict(notebook, torch.zeros(4, dtype=torch.float64), 0.1)
    require(
        found == 0, "for a matrix of zeros the rank should be 0", hint="Its error is 0 already: do not divide by it."
    )
    require(predict(notebook, sigma, 1.1) == 0, "for a tolerance above 1 the rank should be 0", hint="Begin at k = 0.")
    found = predict(notebook, sigma, 0.0)
    hint = "At MOST the tolerance: an error of exactly 0 is allowed, and zeros at the end leave none."
    require(found == 3, f"with zeros at the end and a tolerance of 0 {explain(found, 3)}", hint=hint)
    steep = rng.uniform(1, 5, (4,)) * torch.tensor([1.0, 1e-3, 1e-6, 1e-9], dtype=torch.float64)
    errors = relative_errors(steep)
    for k in (1, 2, 3):
        found = predict(notebook, steep, (errors[k] * errors[k - 1]).sqrt())
        hint = "Where little is left out, 1 minus the share that is kept has no digits left: add up what is left out."
        require(found == k, f"for a small tolerance {explain(found, k)}", hint=hint)
    found = predict(notebook, steep, 1e-11)
    require(found == 4, f"for a tolerance below all errors {explain(found, 4)}", hint=hint)


@points("rank_for", 1)
def test_prediction_comes_true(notebook, rng):
    """The best approximation of the predicted rank keeps to the tolerance, and that of one rank less does not."""
    for scale, tolerance in ((1.0, 0.3), (1e-3, 0.5), (1e3, 0.15)):
        A = scale * rng.normal(8, 6) * 2.0 ** -torch.arange(6)
        U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
        k = predict(notebook, sigma, tolerance)
        require(0 <= k <= 6, "the rank has to lie between 0 and the number of singular values")
        error = [float((A - (U[:, :j] * sigma[:j]) @ Vh[:j]).norm() / A.norm()) for j in (k, max(k - 1, 0))]
        hint = "The tolerance is relative to the norm of A."
        require(error[0] <= tolerance, "an approximation of the predicted rank misses the tolerance", hint=hint)
        require(k == 0 or error[1] > tolerance, "a smaller rank would have been enough", hint=hint)
