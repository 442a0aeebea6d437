"""Hidden tests of `predict_bias`: round Gaussians, general ones, directions without variance, what is measured."""

import torch

from autograder import metrics
from autograder.testing import as_tensor, assert_close, points, require


def bias_by_definition(lam, n, m):
    """The three facts, term by term."""
    lam = lam.tolist()
    total = sum(lam) * (1 / n + 1 / m)
    for i, a in enumerate(lam):
        for j, b in enumerate(lam):
            if a + b > 0:
                variance = (2 if i == j else 1) * a * b * (1 / (n - 1) + 1 / (m - 1))
                total += 0.5 * variance / (a + b)
    return total


def ask(notebook, lam, n, m):
    """One finite number."""
    value = as_tensor(notebook.predict_bias(lam, n, m), "the bias")
    require(value.numel() == 1, "the bias has to be one number", hint="A sum over all directions.")
    hint = "0 / 0 where two directions both have no variance: such pairs count 0."
    require(bool(value.isfinite().all()), "the bias is NaN or infinite", hint=hint)
    return value.reshape(())


@points("predict_bias", 1)
def test_round_gaussians(notebook, rng):
    """For equal eigenvalues there is a closed form, in the number of dimensions and both sizes."""
    for d, n, m in ((1, 50, 80), (4, 30, 30), (16, 500, 100), (64, 5000, 50000)):
        c = float(rng.uniform(0.5, 2))
        wanted = c * (d * (1 / n + 1 / m) + d * (d + 1) / 4 * (1 / (n - 1) + 1 / (m - 1)))
        hint = "Both parts; both sets; all pairs i, j, the diagonal ones with twice the variance."
        found = ask(notebook, torch.full((d,), c, dtype=torch.float64), n, m)
        assert_close(found, wanted, rtol=1e-5, what=f"the bias in {d} dimensions", hint=hint)


@points("predict_bias", 2)
def test_any_eigenvalues(notebook, rng):
    """For unequal eigenvalues, some of them 0, the three facts are put together rightly."""
    for d, zeros in ((2, 0), (5, 0), (6, 2), (9, 4), (3, 3)):
        lam = rng.uniform(0.05, 4, (d,)) ** 2
        lam[:zeros] = 0
        n, m = (int(value) for value in rng.integers(20, 400, (2,)))
        hint = "E_ij is divided by lambda_i + lambda_j; its variance has the product of both. The sum runs over all i and j."
        found = ask(notebook, lam, n, m)
        assert_close(found, bias_by_definition(lam, n, m), rtol=1e-5, what="the bias", hint=hint)
        swapped = ask(notebook, lam, m, n)
        assert_close(
            swapped, found, what="the bias with both sizes in each other's place", hint="Both sets have errors."
        )


@points("predict_bias", 1)
def test_is_what_is_measured(notebook, rng):
    """The prediction agrees with the mean of measured distances of two samples of one Gaussian."""
    for lam, n, m in (([2.0, 1.5, 1.5, 1.0, 1.0, 1.0, 0.7, 0.5, 0.5, 0.2], 400, 250), ([1.0] * 8, 200, 400)):
        lam = torch.tensor(lam, dtype=torch.float64)
        distances = []
        for _ in range(150):
            x, y = rng.normal(n, len(lam)) * lam.sqrt(), rng.normal(m, len(lam)) * lam.sqrt()
            distances.append(metrics.frechet_distance_of(x, y))
        hint = "What is predicted is the expectation of the squared distance: mean part plus covariance part."
        found = ask(notebook, lam, n, m)
        measured = sum(distances) / len(distances)
        assert_close(found, measured, rtol=0.15, what="the bias, beside what is measured over many draws,", hint=hint)
