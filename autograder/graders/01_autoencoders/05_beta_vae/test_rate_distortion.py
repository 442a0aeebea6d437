"""Hidden tests of `rate_distortion`: rate, distortion, sleeping directions, and that nothing linear is cheaper."""

import torch

from autograder.testing import as_tensor, assert_close, points, require


def ask(notebook, variances, beta, **kwargs):
    """The two results."""
    answer = notebook.rate_distortion(variances, beta, **kwargs)
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`rate_distortion` has to return two things", hint="return rate, distortion")
    return answer


def draw(rng):
    """Variances of twelve directions, of which one is under water and one above it at every level that is asked for."""
    return torch.cat([rng.uniform(0, 1, (10,)), torch.tensor([0.004, 0.9], dtype=torch.float64)])


@points("rate_distortion", 2)
def test_rates(notebook, rng):
    """A direction above the level costs half the logarithm of how far it is above, in nats; others cost nothing."""
    variances = draw(rng)
    for beta, sigma in ((1.0, 0.1), (9.0, 0.2), (0.5, 0.6)):
        level = beta * sigma**2
        expected = (0.5 * (variances / level).log()).clamp(min=0)
        hint = (
            "The level is beta times the *variance* of the pixels. Half of a logarithm, in nats; under water, no rate."
        )
        assert_close(ask(notebook, variances, beta, sigma=sigma)[0], expected, what="the rate", hint=hint)


@points("rate_distortion", 2)
def test_distortions(notebook, rng):
    """The error of a direction is the level, or all of its variance where it is not described."""
    variances = draw(rng)
    for beta, sigma in ((1.0, 0.1), (9.0, 0.2), (0.5, 0.6)):
        expected = variances.clamp(max=beta * sigma**2)
        hint = "With a *sampled* code: the noise of the code is part of the error."
        assert_close(ask(notebook, variances, beta, sigma=sigma)[1], expected, what="the distortion", hint=hint)


@points("rate_distortion", 1)
def test_directions_without_variance(notebook, rng):
    """Variances of 0 and of exactly the level, in any order and in float32: nothing NaN, infinite or negative."""
    variances = torch.cat([torch.zeros(3), torch.tensor([0.04, 1e-30, 1e6]), rng.uniform(0, 0.2, (4,)).float()])
    variances = variances[torch.from_numpy(rng.numpy.permutation(len(variances)))]
    rate, distortion = ask(notebook, variances, 4.0)
    hint = "Do not take the logarithm of 0: put the level in its place first."
    expected = (0.5 * (variances.double().clamp(min=0.04) / 0.04).log(), variances.double().clamp(max=0.04))
    assert_close(rate, expected[0], rtol=1e-5, atol=1e-6, what="the rate", dtype=torch.float32, hint=hint)
    hint = "A direction loses what is under water, and never more than its own variance."
    assert_close(distortion, expected[1], rtol=1e-5, what="the distortion", dtype=torch.float32, hint=hint)


@points("rate_distortion", 1)
def test_nothing_linear_is_cheaper(notebook, rng):
    """No linear encoder and decoder of a direction has a lower cost than the one that you predict, and one reaches it."""
    beta, sigma = 6.0, 0.1
    variances = rng.uniform(0.005, 0.6, (8,))
    rate, distortion = (as_tensor(part) for part in ask(notebook, variances, beta))
    predicted = distortion / (2 * sigma**2) + beta * rate
    grid = torch.linspace(0, 1, 4001, dtype=torch.float64)[:, None]
    # Given the decoder's weight w, the best encoder is m = w / (w^2 + s), v = s / (w^2 + s): one search over w is enough.
    level = beta * sigma**2
    w = grid
    m, v = w / (w**2 + level), level / (w**2 + level)
    error = (1 - w * m) ** 2 * variances + w**2 * v
    nats = 0.5 * (m**2 * variances + v - 1 - v.log())
    best = (error / (2 * sigma**2) + beta * nats).amin(dim=0)
    is_reached = bool((predicted >= best - 1e-3 * best).all())
    require(is_reached, "your prediction is cheaper than any linear beta-VAE can be", hint="Rates or errors too small?")
    is_best = bool((predicted <= best + 1e-3 * best).all())
    require(
        is_best, "a linear beta-VAE is cheaper than your prediction", hint="It is the *best* one that is asked for."
    )
