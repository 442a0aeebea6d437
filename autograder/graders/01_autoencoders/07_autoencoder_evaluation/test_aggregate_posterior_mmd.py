"""Hidden tests of `aggregate_posterior_mmd`: values, no bias, and what it tells apart."""

import math

import torch

from autograder.testing import as_tensor, assert_close, points, require


def expected(z, h):
    """Equations (5) and (6), pair by pair."""
    z = z.double()
    n, d = z.shape
    kernel = torch.exp(-torch.cdist(z, z, compute_mode="donot_use_mm_for_euclid_dist").square() / (2 * h**2))
    among = (kernel.sum() - kernel.diagonal().sum()) / (n * (n - 1))
    across = math.exp(0.5 * d * math.log(h**2 / (h**2 + 1))) * torch.exp(-z.square().sum(1) / (2 * (h**2 + 1))).mean()
    return among - 2 * across + (h**2 / (h**2 + 2)) ** (d / 2)


def ask(notebook, z, h):
    """One number."""
    answer = as_tensor(notebook.aggregate_posterior_mmd(z, h), "the estimate")
    require(answer.numel() == 1, "the estimate is not one number", hint="One number for all codes together.")
    return answer.reshape(())


@points("aggregate_posterior_mmd", 3)
def test_three_terms(notebook, rng):
    """The estimate is (5) with the means of (6), for any width, dimension and number of codes."""
    hint = "Pairs i, j with i different from j; minus twice the mean with dice; plus the number of (6). Mind the powers D / 2."
    for n, d, h in ((2, 1, 1.0), (9, 3, 0.7), (30, 8, 2.8), (15, 2, 5.0)):
        z = rng.normal(n, d) * rng.uniform(0.5, 2, (d,)) + rng.normal(d)
        assert_close(ask(notebook, z, h), expected(z, h), atol=1e-9, what="the estimate", hint=hint)
    z = rng.normal(12, 3)
    turned = ask(notebook, z[torch.from_numpy(rng.numpy.permutation(12))] @ rng.orthogonal(3), 1.3)
    what = "the estimate of the same codes, reordered and turned,"
    hint = "Only distances count: of the codes from each other, and from 0."
    assert_close(turned, ask(notebook, z, 1.3), atol=1e-9, what=what, hint=hint)


@points("aggregate_posterior_mmd", 2)
def test_without_bias(notebook, rng):
    """For dice the estimate scatters around 0: on average neither above nor below, and negative about as often as not."""
    values = torch.stack([ask(notebook, rng.normal(12, 2), 1.5) for _ in range(150)])
    hint = (
        "z_i with itself is no pair of independent codes. And nothing is clipped: estimates of 0 are negative at times."
    )
    off = abs(float(values.mean())) < 7 * float(values.std()) / math.sqrt(150) + 1e-9
    require(off, "for dice the estimate is not 0 on average", hint=hint)
    require(int((values < 0).sum()) > 30, "for dice the estimate is hardly ever negative", hint=hint)


@points("aggregate_posterior_mmd", 1)
def test_tells_apart(notebook, rng):
    """Codes that are shifted, too narrow or too wide differ from dice, the more the further; float32 codes are welcome."""
    z = rng.normal(400, 4)
    names = ("shifted", "too narrow", "too wide")
    for near, far, name in zip((z + 0.5, 0.7 * z, 1.5 * z), (z + 1.5, 0.2 * z, 3 * z), names, strict=True):
        grows = float(ask(notebook, far, 2.0)) > float(ask(notebook, near, 2.0)) > float(ask(notebook, z, 2.0))
        require(
            grows, f"codes that are {name} do not look the worse the more they are", hint="Signs of the three terms?"
        )
    found = ask(notebook, z[:50].float(), 2.0)
    assert_close(
        found, expected(z[:50].float(), 2.0), atol=1e-5, what="the estimate for float32 codes", hint="As in float64."
    )
