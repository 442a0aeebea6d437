"""Hidden tests of `nats_per_level`: against covariances, against real encoders, what telescopes, small and extreme values."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, require


def covariance(a, s):
    """Of (x, z_1, ..., z_L), from the story (6) itself: each is a weighted sum of independent noises."""
    levels = len(a) + 1
    rows = torch.zeros(levels + 1, levels + 1, dtype=torch.float64)  # in which noise is how much of which
    rows[levels, levels] = 1
    for level in range(levels - 1, 0, -1):
        rows[level] = float(a[level - 1]) * rows[level + 1]
        rows[level, level] = math.sqrt(1 - float(a[level - 1]) ** 2)
    rows[0] = rows[1]
    rows[0, 0] = s
    return rows @ rows.T


def entropy(cov, which):
    """Up to a constant for each variable."""
    return 0.5 * torch.logdet(cov[which][:, which]) if which else torch.zeros((), dtype=torch.float64)


def expected(a, s):
    """Conditional mutual information I(x; z_l | z_{l+1}) from determinants."""
    cov, prices = covariance(a, s), []
    for level in range(1, len(a) + 2):
        above = [level + 1] if level <= len(a) else []
        parts = [entropy(cov, [0, *above]), entropy(cov, [level, *above]), entropy(cov, [0, level, *above])]
        prices.append(parts[0] + parts[1] - parts[2] - entropy(cov, above))
    return torch.stack(prices)


@points("nats_per_level", 2)
def test_price_of_each_level(notebook, rng):
    """Each level costs what the picture and it share beyond the level above, level 1 first."""
    hint = "All rho_l first, squared: is 1 / (1 + s^2) a factor of each? Then I_l - I_{l+1}, and nothing above the top."
    for links, s in ((1, 0.4), (3, 0.9), (6, 0.2)):
        a = rng.uniform(0.3, 0.97, (links,))
        found = notebook.nats_per_level(a, s)
        assert_close(found, expected(a, s), atol=1e-7, what="the list of prices", hint=hint)
        assert_dtype(found, torch.float64, what="the list of prices", hint="float64 in, float64 out.")


@points("nats_per_level", 1)
def test_perfect_encoder_pays_that(notebook, rng):
    """A perfect encoder, averaged over pictures, pays what you predict: the KL of two normal distributions at each level."""
    a, s = rng.uniform(0.4, 0.9, (2,)), 0.6
    a_1, a_2 = a.tolist()
    # p(z_1 | z_2) = N(a_1 z_2, 1 - a_1^2), seen through x = z_1 + s noise: precisions add.
    var_p = 1 - a_1**2
    var_q = 1 / (1 / var_p + 1 / s**2)
    gain = var_q / s**2  # mu_q - mu_p = gain (x - a_1 z_2), and x - a_1 z_2 has variance var_p + s^2
    price_1 = 0.5 * (var_q / var_p + gain**2 * (var_p + s**2) / var_p - 1 - math.log(var_q / var_p))
    # The same for z_2, seen through x = a_1 z_2 + noise of variance 1 - a_1^2 + s^2.
    var_p, noise = 1 - a_2**2, (1 - a_1**2 + s**2) / a_1**2
    var_q = 1 / (1 / var_p + 1 / noise)
    price_2 = 0.5 * (var_q / var_p + (var_q / noise) ** 2 * (var_p + noise) / var_p - 1 - math.log(var_q / var_p))
    found = as_tensor(notebook.nats_per_level(a, s), "the list of prices")
    require(tuple(found.shape) == (3,), "two links have three levels", hint="Level 1 has no link below it.")
    hint = "Work out the posterior of the linear chain by hand, as in the cell below equation (9)."
    assert_close(found[:2], torch.tensor([price_1, price_2]), what="the pair of prices of levels 1 and 2", hint=hint)


@points("nats_per_level", 1)
def test_total_does_not_depend_on_the_links(notebook, rng):
    """However the work is divided, all levels together cost half of log(1 + 1/s^2); the sign of a link does not matter."""
    for s in (0.1, 1.0, 5.0):
        total = 0.5 * math.log(1 + 1 / s**2)
        a = rng.uniform(0.5, 1, (7,)) * (2 * rng.integers(0, 2, (7,)) - 1)  # of either sign, and the top can be seen
        found = as_tensor(notebook.nats_per_level(a, s), "the list of prices")
        assert_close(found.sum(), total, what="all levels together", hint="The sum telescopes. Is the top counted?")
        assert_close(notebook.nats_per_level(a.abs(), s), found, what="the list of prices with links of the other sign")


@points("nats_per_level", 2)
def test_links_of_nought_and_one(notebook, rng):
    """Behind a link of 0 nothing costs anything; a link of 1 leaves nothing to the level below; one level pays alone."""
    a = rng.uniform(0.4, 0.9, (4,))
    a[2] = 0
    found = as_tensor(notebook.nats_per_level(a.float(), 0.5), "the list of prices")
    assert_shape(found, (5,), what="the list of prices", hint="Four links, five levels.")
    hint = "With a link of 0 the correlations above are 0, not 0 / 0."
    assert_close(found[3:], torch.zeros(2), atol=1e-7, what="the list of prices behind a link of 0", hint=hint)
    assert_close(
        found[:3], expected(a[:2], 0.5), rtol=1e-5, atol=1e-6, what="the list of prices before a link of 0", hint=hint
    )
    a[2] = 1
    found = as_tensor(notebook.nats_per_level(a, 0.5), "the list of prices")
    assert_close(found[2], 0.0, atol=1e-9, what="the price of an exact copy of the level above", hint=hint)
    alone = notebook.nats_per_level(torch.zeros(0, dtype=torch.float64), 0.3)
    assert_close(alone, [0.5 * math.log(1 + 1 / 0.09)], what="the price of one level alone", hint=hint)
    # Small prices: to first order they are differences of squared correlations.
    a, s = torch.full((3,), 0.5), 1000.0
    rho = torch.tensor([1.0, 0.25, 0.0625, 0.015625, 0.0], dtype=torch.float64) / (1 + s**2)
    hint = "1 - 1e-6 and then a logarithm loses digits that `log1p` keeps."
    found = notebook.nats_per_level(a, s)
    what = "the list of small prices at s = 1000, in float32"
    assert_close(found, 0.5 * (rho[:-1] - rho[1:]), rtol=1e-4, atol=0.0, what=what, dtype=torch.float32, hint=hint)
