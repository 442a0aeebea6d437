"""Hidden tests of `denoise_direction`: against the analytic score of a mixture, tiny scores, and points of rest."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def ask(ns, x, sigma, weights, means, tau, size):
    """The answer for the best denoiser of a mixture, displacements made smaller; how often and with what it was called."""
    asked = []

    def denoise(x_noisy):
        asked.append(x_noisy.clone())
        variance = sigma**2 + tau**2
        squares = (x_noisy[:, None] - means).square().sum(dim=2)
        gamma = torch.softmax(weights.log() - squares / (2 * variance), dim=1)
        pulled = gamma @ means
        return x_noisy + size * sigma**2 / variance * (pulled - x_noisy)

    x = x.clone()
    score, direction = ns.denoise_direction(denoise, x, sigma)
    return score, direction, asked, x


@inside
def ask_linear(ns, x, A, sigma):
    """The answer for the denoiser x -> x A."""
    return ns.denoise_direction(lambda x_noisy: x_noisy @ A, x, sigma)


def analytic_score(x, sigma, weights, means, tau):
    """The gradient of the noisy mixture's log density, by automatic differentiation."""
    leaf = x.clone().requires_grad_()
    squares = (leaf[:, None] - means).square().sum(dim=2)
    log_p = torch.logsumexp(weights.log() - squares / (2 * (sigma**2 + tau**2)), dim=1)
    return torch.autograd.grad(log_p.sum(), leaf)[0]


@points("denoise_direction", 2)
def test_score_of_a_mixture(notebook, rng):
    """For the best denoiser the score is the analytic one, and the direction has a cosine of 1 with it."""
    weights, means = torch.softmax(rng.normal(3), 0), 2 * rng.normal(3, 4)
    for sigma, tau in ((0.5, 0.3), (2.0, 0.5)):
        x = 2 * rng.normal(10, 4)
        score, direction, _, _ = notebook.run(ask, x, sigma, weights, means, tau, 1.0)
        exact = analytic_score(x, sigma, weights, means, tau)
        assert_shape(score, (10, 4), what="the score")
        hint = "Solve equation (5) for the score: a difference, divided by the variance of the noise."
        assert_close(score, exact, what="the score", hint=hint)
        cosines = (as_tensor(direction, "the direction") * exact).sum(dim=1) / exact.norm(dim=1)
        hint = "The direction is the score, each row divided by its own length."
        assert_close(cosines, torch.ones(10), what="the cosine between the direction and the analytic score", hint=hint)
    inputs = (x.float(), sigma, weights.float(), means.float(), tau, 1.0)
    for found, expected, what in zip(
        notebook.run(ask, *inputs)[:2],
        (exact, exact / exact.norm(dim=1, keepdim=True)),
        ("score", "direction"),
        strict=True,
    ):
        what = f"the {what} for float32"
        assert_close(found, expected, dtype=torch.float32, rtol=1e-3, atol=1e-4, what=what, hint="Keep the dtype.")


@points("denoise_direction", 0.5)
def test_directions_have_length_one(notebook, rng):
    """However small or large the score is, a direction has length 1; where the score is 0 it is 0."""
    x = rng.normal(6, 5)
    x[4] = 0
    A = torch.eye(5, dtype=torch.float64)
    for size in (1e-9, 1.0, 1e9):
        _, direction = notebook.run(ask_linear, x, A * (1 - size), 1.0)
        direction = as_tensor(direction, "the directions")
        hint = "Where the score is exactly 0 divide by anything but 0; elsewhere by the length itself, nothing added."
        require(not bool(direction.isnan().any()), "there are NaN among the directions", hint=hint)
        expected = torch.tensor([1.0, 1, 1, 1, 0, 1], dtype=torch.float64)
        assert_close(direction.norm(dim=1), expected, rtol=1e-6, what="the length of each direction", hint=hint)
    still, nowhere = notebook.run(ask_linear, x, A, 0.5)
    zeros = torch.zeros(6, 5)
    assert_close(still, zeros, what="the score of a denoiser that does nothing", hint="It moves nothing: 0.")
    assert_close(nowhere, zeros, what="the direction where nothing moves", hint=hint)


@points("denoise_direction", 0.5)
def test_scores_too_small_to_square(notebook, rng):
    """A score of 1e-200 is small and not 0: its direction has length 1, beside scores of any other size."""
    x = rng.normal(6, 5)
    x[0], x[1], x[2, 3], x[3] = x[0].abs(), -x[1].abs(), 0, 0  # of one sign, with an entry of 0, and nothing else
    expected = torch.nn.functional.normalize(-x, dim=1)
    sizes = torch.tensor([1e-200, 1e-200, 1e-200, 1, 1, 1e-9], dtype=torch.float64)[:, None]
    _, direction = notebook.run(ask_linear, sizes * x, 0.5 * torch.eye(5, dtype=torch.float64), 1.0)
    hint = "The square of 1e-200 is 0 in floating point, and so is a length made of it: bring the row to a usual size first."
    assert_close(direction, expected, what="the direction of a tiny score", hint=hint)


@points("denoise_direction", 1)
def test_the_denoiser_is_asked_once(notebook, rng):
    """The denoiser is called once, with the noisy examples as they are; they do not change."""
    weights, means = torch.softmax(rng.normal(3), 0), 2 * rng.normal(3, 4)
    x = 2 * rng.normal(6, 4)
    score, _, asked, after = notebook.run(ask, x, 0.7, weights, means, 0.2, 0.5)
    hint = "One call, with all examples; the answer may be kept in a variable."
    require(len(asked) == 1, "the denoiser was not called exactly once", hint=hint)
    assert_close(asked[0], x, what="what the denoiser was asked", hint="Hand it x_noisy as it is.")
    assert_close(after, x, what="x_noisy afterwards", hint="Change nothing in place.")
    expected = 0.5 * analytic_score(x, 0.7, weights, means, 0.2)
    assert_close(score, expected, what="the score of a denoiser that goes half the way", hint="Divide by sigma^2.")
