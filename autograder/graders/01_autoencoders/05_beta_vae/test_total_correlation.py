"""Hidden tests of `total_correlation`: any covariance, what leaves it alone, determinants that underflow."""

import math

import torch

from autograder.testing import assert_close, points


def covariance(rng, d):
    """A random one, far from singular."""
    a = rng.normal(d, d)
    return a @ a.T / d + 0.3 * torch.eye(d, dtype=torch.float64)


def expected(cov):
    """By the eigenvalues of the correlation matrix."""
    scale = cov.diagonal().rsqrt()
    return -0.5 * torch.linalg.eigvalsh(scale[:, None] * cov * scale[None, :]).log().sum()


@points("total_correlation", 2)
def test_any_covariance(notebook, rng):
    """Half of the sum of the variances' logarithms minus that of the determinant, in nats."""
    hint = "Logarithms of the *diagonal*, minus the logarithm of the determinant, and the half of both."
    rho = float(rng.uniform(-0.9, 0.9))
    pair = torch.tensor([[4.0, 6 * rho], [6 * rho, 9.0]], dtype=torch.float64)
    assert_close(notebook.total_correlation(pair), -0.5 * math.log(1 - rho**2), what="the result for two", hint=hint)
    for d in (1, 5, 12):
        cov = covariance(rng, d)
        assert_close(notebook.total_correlation(cov), expected(cov), atol=1e-7, hint=hint)


@points("total_correlation", 1)
def test_what_leaves_it_alone(notebook, rng):
    """Independent latents have none; stretching and reordering latents changes nothing; two groups add up."""
    assert_close(
        notebook.total_correlation(torch.diag(rng.uniform(0.1, 5, (6,)))),
        0.0,
        atol=1e-9,
        what="the total correlation of independent latents",
        hint="The variances themselves must cancel.",
    )
    cov, order = covariance(rng, 6), torch.from_numpy(rng.numpy.permutation(6))
    stretch = rng.uniform(0.1, 10, (6,))
    moved = (stretch[:, None] * cov * stretch[None, :])[order][:, order].contiguous()
    what = "the total correlation of stretched and reordered latents"
    assert_close(notebook.total_correlation(moved), expected(cov), atol=1e-7, what=what, hint="Sums over all latents.")
    both = torch.block_diag(cov, covariance(rng, 3))
    what = "the total correlation of two groups that do not know of each other"
    hint = "Variances in the one sum, the whole matrix in the determinant: two blocks add up by themselves."
    assert_close(notebook.total_correlation(both), expected(both), atol=1e-7, what=what, hint=hint)


@points("total_correlation", 1)
def test_determinants_out_of_range(notebook, rng):
    """300 latents, or tiny or huge variances in float32: the determinant cannot be represented, its logarithm can."""
    hint = "Never compute the determinant itself: `torch.linalg.slogdet`, or a Cholesky factor."
    cov = covariance(rng, 300)
    for scale in (1e-8, 1e8):
        found = notebook.total_correlation(scale * cov)
        assert_close(found, expected(cov), rtol=1e-5, what="the total correlation of 300 latents", hint=hint)
    small = covariance(rng, 8).float()
    found = notebook.total_correlation(1e-7 * small)
    what = "the total correlation of tiny variances"
    assert_close(found, expected(small.double()), rtol=1e-3, atol=1e-4, what=what, dtype=torch.float32, hint=hint)
