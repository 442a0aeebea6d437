"""Hidden tests of `gaussian_logpdf`: values, moving and stretching, many dimensions, examples by themselves."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, require


def covariance(rng, d, low=0.3, high=3.0):
    """A covariance with known eigenvalues, and these."""
    Q, values = rng.orthogonal(d), rng.uniform(low, high, (d,))
    cov = Q @ torch.diag(values) @ Q.T
    return (cov + cov.T) / 2, Q, values


def reference(x, mu, Q, values):
    """Along the eigenvectors, in which dimensions are independent."""
    along = (x - mu) @ Q
    return -0.5 * (along.square() / values + values.log() + math.log(2 * math.pi)).sum(dim=1)


@points("gaussian_logpdf", 2, seconds=20)
def test_values(notebook, rng):
    """The log density is that of equation (9), for covariances with and without correlations."""
    for d in (1, 3, 6):
        cov, Q, values = covariance(rng, d)
        mu = 2 * rng.normal(d)
        x = mu + 2 * rng.normal(7, d)
        found = notebook.gaussian_logpdf(x, mu, cov)
        assert_shape(found, (7,), what="the log density", hint="One number for each example, whatever D is.")
        hint = "Three terms under one factor of -1/2: |y|^2 with L y = x - mu, log det = 2 sum log L_ii, D log 2 pi."
        assert_close(found, reference(x, mu, Q, values), what="the log density", hint=hint)
    values = torch.tensor([0.25, 4.0, 1.0], dtype=torch.float64)
    identity = torch.eye(3, dtype=torch.float64)
    found = notebook.gaussian_logpdf(x[:, :3], mu[:3], torch.diag(values))
    hint = "Without correlations it is a sum of three one-dimensional log densities. cov holds variances."
    expected = reference(x[:, :3], mu[:3], identity, values)
    assert_close(found, expected, what="the log density for a diagonal covariance", hint=hint)


@points("gaussian_logpdf", 1, seconds=20)
def test_moving_and_stretching(notebook, rng):
    """If all space is moved and stretched by A, the log density falls by log |det A|, everywhere alike."""
    cov, _, _ = covariance(rng, 4)
    mu, x, shift = rng.normal(4), rng.normal(6, 4), 3 * rng.normal(4)
    A = rng.orthogonal(4) * rng.uniform(0.5, 2, (4,))
    before = as_tensor(notebook.gaussian_logpdf(x, mu, cov), "the log density")
    stretched = A @ cov @ A.T
    moved = notebook.gaussian_logpdf(x @ A.T + shift, A @ mu + shift, (stretched + stretched.T) / 2)
    after = as_tensor(moved, "the log density")
    stretch = torch.linalg.slogdet(A).logabsdet
    hint = "Half of log det cov belongs to the density: it is what keeps the total at 1."
    require(before.shape == after.shape == (6,), "the log density has the wrong shape", hint="One number per example.")
    assert_close(before - after, stretch.expand(6), what="what moving and stretching changes", hint=hint)


@points("gaussian_logpdf", 2, seconds=20)
def test_two_hundred_dimensions(notebook, rng):
    """In 200 dimensions, where the determinant is 0 or infinite for a computer, the log density is right."""
    for scale in (1e-4, 1e4):
        cov, Q, values = covariance(rng, 200, 0.5 * scale, 2 * scale)
        mu = rng.normal(200)
        x = mu + math.sqrt(scale) * rng.normal(3, 200)
        found = notebook.gaussian_logpdf(x, mu, cov)
        hint = "The product of 200 small numbers is 0: add their logarithms, and multiply nothing."
        expected = reference(x, mu, Q, values)
        assert_close(found, expected, what="the log density in 200 dimensions", hint=hint)


@points("gaussian_logpdf", 1, seconds=20)
def test_examples_by_themselves(notebook, rng):
    """Each example is judged by itself, one as well as as many as there are dimensions, in the inputs' dtype."""
    cov, Q, values = covariance(rng, 5)
    mu, x = rng.normal(5), 2 * rng.normal(5, 5)
    expected = reference(x, mu, Q, values)
    hint = "Examples stand in rows. With as many examples as dimensions a sum over the wrong axis has the right shape."
    assert_close(
        notebook.gaussian_logpdf(x, mu, cov), expected, what="five log densities in five dimensions", hint=hint
    )
    found = notebook.gaussian_logpdf(x[3:4], mu, cov)
    assert_close(found, expected[3:4], what="the log density of one example", hint="A batch of one: shape [1].")
    found = notebook.gaussian_logpdf(x.float(), mu.float(), cov.float())
    assert_dtype(found, torch.float32, what="the log density for float32", hint="float32 in, float32 out.")
    assert_close(found, expected, rtol=1e-4, atol=1e-4, what="the log density for float32", hint=hint)
