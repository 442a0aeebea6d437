"""Hidden tests of `tweedie`: exact on Gaussians and mixtures, with one noise level or many."""

import torch

from autograder.testing import assert_close, points


def mixture_score_and_mean(x, sigma, weights, means, tau):
    """The score of the noisy mixture, and the posterior mean by another way; sigma has shape [N, 1]."""
    variance = sigma**2 + tau**2
    squares = (x[:, None] - means).square().sum(dim=2)
    gamma = torch.softmax(weights.log() - squares / (2 * variance), dim=1)
    score = (gamma[:, :, None] * (means - x[:, None])).sum(dim=1) / variance
    pulled = gamma @ means
    return score, pulled + tau**2 / variance * (x - pulled)


@points("tweedie", 1)
def test_gaussian_data(notebook, rng):
    """For Gaussian data the guess shrinks towards the mean by the share of the variance that is no noise."""
    for sigma, tau in ((0.5, 1.0), (2.0, 1.5), (0.0, 1.0)):
        mean, x_noisy = rng.normal(5), 2 * rng.normal(6, 5)
        score = (mean - x_noisy) / (sigma**2 + tau**2)
        expected = mean + tau**2 / (sigma**2 + tau**2) * (x_noisy - mean)
        hint = "Uphill, so a plus; and by the variance of the noise, not by its standard deviation."
        assert_close(notebook.tweedie(x_noisy, score, sigma), expected, what="the guess for Gaussian data", hint=hint)


@points("tweedie", 1)
def test_exact_for_mixtures(notebook, rng):
    """For a mixture of Gaussians the guess is the posterior mean, in float64 and in float32."""
    weights, means = torch.softmax(rng.normal(4), 0), 2 * rng.normal(4, 3)
    x_noisy = 2 * rng.normal(9, 3)
    sigma = torch.full((9, 1), 0.8, dtype=torch.float64)
    score, mean = mixture_score_and_mean(x_noisy, sigma, weights, means, 0.4)
    hint = "The whole step of equation (5), the way the score points: a sampler's step is a part of it."
    assert_close(notebook.tweedie(x_noisy, score, 0.8), mean, what="the guess for a mixture", hint=hint)
    found = notebook.tweedie(x_noisy.float(), score.float(), 0.8)
    assert_close(
        found, mean, dtype=torch.float32, rtol=1e-4, atol=1e-5, what="the guess for float32", hint="Keep the dtype."
    )


@points("tweedie", 1)
def test_a_level_for_each_example(notebook, rng):
    """With a noise level for each example, each row moves by its own variance, also where N is D; x_noisy decides the dtype."""
    weights, means = torch.softmax(rng.normal(3), 0), 2 * rng.normal(3, 4)
    for n in (4, 1, 7):
        x_noisy, sigma = 2 * rng.normal(n, 4), rng.uniform(0.2, 3, (n,))
        score, mean = mixture_score_and_mean(x_noisy, sigma[:, None], weights, means, 0.5)
        hint = "sigma[i] is the level of row i, not of pixel i, and each row moves by its own."
        assert_close(notebook.tweedie(x_noisy, score, sigma), mean, what="the guess with many noise levels", hint=hint)
    found = notebook.tweedie(x_noisy.float(), score.float(), sigma)
    hint = "Levels may be float64 where x_noisy is float32: what comes back has the dtype of x_noisy."
    what = "the guess for float32 with levels in float64"
    assert_close(found, mean, dtype=torch.float32, rtol=1e-4, atol=1e-5, what=what, hint=hint)
