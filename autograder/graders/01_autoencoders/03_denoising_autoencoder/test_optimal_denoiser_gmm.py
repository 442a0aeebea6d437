"""Hidden tests of `optimal_denoiser_gmm`: equation (4), its limits, far points, and that nothing does better."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points, require


def posterior_mean(x_noisy, sigma, weights, means, tau):
    """Equation (4), term by term."""
    variance = sigma**2 + tau**2
    rows = []
    for x in x_noisy:
        logs = weights.log() - (x - means).square().sum(dim=1) / (2 * variance)
        gamma = (logs - torch.logsumexp(logs, dim=0)).exp()
        rows.append(sum(g * (m + tau**2 / variance * (x - m)) for g, m in zip(gamma, means, strict=True)))
    return torch.stack(rows)


def mixture(rng, k, d):
    """Weights that differ, and means."""
    weights = rng.uniform(0.2, 2, (k,))
    return weights / weights.sum(), 1.5 * rng.normal(k, d)


@points("optimal_denoiser_gmm", 2)
def test_posterior_means(notebook, rng):
    """The guesses are the posterior means, for any number of components and dimensions, weights and widths."""
    for n, k, d, sigma, tau in ((7, 3, 2, 0.8, 0.5), (4, 5, 6, 1.5, 0.2), (5, 1, 3, 0.4, 1.0), (3, 3, 3, 1.0, 0.7)):
        weights, means = mixture(rng, k, d)
        x_noisy = 1.5 * rng.normal(n, d)
        guess = notebook.optimal_denoiser_gmm(x_noisy, sigma, weights, means, tau)
        assert_shape(guess, (n, d), what="the batch of guesses", hint="One guess for each noisy example.")
        hint = "The shares are a softmax over components, with the weights, and with sigma^2 + tau^2 in them."
        assert_close(guess, posterior_mean(x_noisy, sigma, weights, means, tau), what="the batch of guesses", hint=hint)
    args = [x_noisy.float(), sigma, weights.float(), means.float(), tau]
    guess = notebook.optimal_denoiser_gmm(*args)
    expected = posterior_mean(x_noisy, sigma, weights, means, tau)
    assert_close(
        guess, expected, dtype=torch.float32, rtol=1e-4, atol=1e-5, what="the batch of guesses", hint="Keep the dtype."
    )


@points("optimal_denoiser_gmm", 2)
def test_ends_of_the_range(notebook, rng):
    """Components without width, without noise, and without weight: each has its limit."""
    weights, means = mixture(rng, 4, 3)
    x_noisy = 2 * rng.normal(6, 3)
    hint = "With tau = 0 a component is a single point, and its answer is that point."
    expected = posterior_mean(x_noisy, 0.9, weights, means, 0.0)
    found = notebook.optimal_denoiser_gmm(x_noisy, 0.9, weights, means, 0.0)
    assert_close(found, expected, what="the batch of guesses for tau = 0", hint=hint)
    found = notebook.optimal_denoiser_gmm(x_noisy, 0.0, weights, means, 0.8)
    hint = "Without noise nothing has to be cleaned: the nearer sigma is to 0, the less a guess is pulled to the means."
    assert_close(found, x_noisy, what="the batch of guesses without noise", hint=hint)
    more = torch.cat([weights, torch.zeros(2, dtype=weights.dtype)])
    padded = torch.cat([means, x_noisy[:2]])
    expected = posterior_mean(x_noisy, 0.9, weights, means, 0.3)
    hint = "A component of weight 0 does not count; the logarithm of 0 is minus infinity, and a softmax can take that."
    found = notebook.optimal_denoiser_gmm(x_noisy, 0.9, more, padded, 0.3)
    assert_close(found, expected, what="the batch of guesses with two components of weight 0", hint=hint)


@points("optimal_denoiser_gmm", 1)
def test_far_points_are_finite(notebook, rng):
    """Far from all components, or with little noise, the guess is finite and right."""
    weights, means = mixture(rng, 3, 4)
    far = 1000 * rng.normal(5, 4)
    hint = "All exponentials are 0 there: subtract the largest logarithm first, as a softmax does."
    for sigma, tau, where in ((0.5, 0.4, far), (1e-3, 0.0, 2 * rng.normal(5, 4))):
        guess = as_tensor(notebook.optimal_denoiser_gmm(where, sigma, weights, means, tau), "the guesses")
        require(bool(guess.isfinite().all()), "guesses for points far away are NaN or infinite", hint=hint)
        assert_close(
            guess,
            posterior_mean(where, sigma, weights, means, tau),
            what="the batch of guesses for far points",
            hint=hint,
        )


@points("optimal_denoiser_gmm", 1)
def test_each_example_on_its_own(notebook, rng):
    """A guess depends on its own example only, and moving everything moves the guesses along."""
    weights, means = mixture(rng, 5, 4)
    x_noisy, shift = 1.5 * rng.normal(8, 4), 3 * rng.normal(4)
    together = as_tensor(notebook.optimal_denoiser_gmm(x_noisy, 0.7, weights, means, 0.3), "the guesses")
    hint = "The softmax runs over components, for each example alone."
    alone = notebook.optimal_denoiser_gmm(x_noisy[2:3], 0.7, weights, means, 0.3)
    assert_close(alone, together[2:3], what="the guess for an example that comes alone", hint=hint)
    moved = notebook.optimal_denoiser_gmm(x_noisy + shift, 0.7, weights, means + shift, 0.3)
    hint = "Shrink towards the component, not towards 0."
    assert_close(moved, together + shift, what="the batch of guesses after moving everything", hint=hint)
    assert_close(together, posterior_mean(x_noisy, 0.7, weights, means, 0.3), what="the batch of guesses", hint=hint)
