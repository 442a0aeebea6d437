"""Hidden tests of `kl_per_level`: each level against its own prior, levels of any width, the chain rule, gradients."""

import math

import torch

from autograder.metrics import kl_diagonal
from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points


@inside
def gradients(ns, q, p, weights):
    """Of the weighted sum of the table, for all parameters of q and of p."""
    leaves = [[[part.clone().requires_grad_() for part in pair] for pair in group] for group in (q, p)]
    table = ns.kl_per_level(*[[tuple(pair) for pair in group] for group in leaves])
    flat = [part for group in leaves for pair in group for part in pair]
    found = torch.autograd.grad((table * weights).sum(), flat, allow_unused=True)
    return [torch.zeros_like(leaf) if g is None else g for leaf, g in zip(flat, found, strict=True)]


def draw(rng, n, widths):
    """Parameters of q or of p, level 1 first."""
    return [(rng.normal(n, width), rng.uniform(-2, 1, (n, width))) for width in widths]


def expected(q, p):
    """[N, L]."""
    return torch.stack([kl_diagonal(*a, *(part.expand_as(a[0]) for part in b)) for a, b in zip(q, p, strict=True)], 1)


@points("kl_per_level", 1)
def test_price_of_each_level(notebook, rng):
    """Each level is measured against its own prior, in nats, summed over its latents; level 1 stands first."""
    hint = (
        "A sum over the latents of a level, nothing over examples; the prior of each level is the one that stands in p."
    )
    for widths in ((4, 4, 4), (5, 3, 1, 2)):
        q, p = draw(rng, 6, widths), draw(rng, 6, widths)
        found = notebook.kl_per_level(q, p)
        assert_close(found, expected(q, p), what="the table of prices", hint=hint)
        assert_dtype(found, torch.float64, what="the table of prices", hint="float64 in, float64 out.")


@points("kl_per_level", 1)
def test_one_level_and_shared_priors(notebook, rng):
    """One level, or many; priors that all examples share, of shape [D]; float32 stays float32."""
    q, p = draw(rng, 5, (3,)), [(rng.normal(3), rng.uniform(-1, 1, (3,)))]
    assert_close(notebook.kl_per_level(q, p), expected(q, p), what="the price of the only level")
    widths = (8, 4)
    q = [(mu.float(), log_var.float()) for mu, log_var in draw(rng, 5, widths)]
    p = [(torch.zeros(width), torch.zeros(width)) for width in widths]
    want = expected(*([(a.double(), b.double()) for a, b in group] for group in (q, p)))
    what = "the table of prices against dice, in float32"
    assert_close(notebook.kl_per_level(q, p), want, rtol=1e-5, what=what, dtype=torch.float32)


@points("kl_per_level", 1)
def test_adds_up_to_the_whole(notebook, rng):
    """On average over the level above, the prices add up to the divergence of both levels at once: the chain rule."""
    throws = 20001  # midpoints of equally probable slices of q(z_2) in place of samples: no noise
    at = (torch.arange(throws, dtype=torch.float64) + 0.5) / throws
    eps = math.sqrt(2) * torch.erfinv(2 * at - 1)
    mean_2, shift, slope, slope_p = rng.normal(4).tolist()
    var_2, var_1, var_p = rng.uniform(0.2, 2, (3,)).tolist()
    z_2 = (mean_2 + math.sqrt(var_2) * eps)[:, None]
    one = torch.ones_like(z_2)
    q = [(shift + slope * z_2, math.log(var_1) * one), (mean_2 * one, math.log(var_2) * one)]
    p = [(slope_p * z_2, math.log(var_p) * one), (0 * one, 0 * one)]
    cov_q = torch.tensor([[var_2, slope * var_2], [slope * var_2, slope**2 * var_2 + var_1]], dtype=torch.float64)
    cov_p = torch.tensor([[1.0, slope_p], [slope_p, slope_p**2 + var_p]], dtype=torch.float64)
    mean = torch.tensor([mean_2, shift + slope * mean_2], dtype=torch.float64)
    apart = torch.linalg.solve(cov_p, torch.cat([cov_q, mean[:, None]], 1))
    whole = apart[:, :2].trace() + mean @ apart[:, 2] - 2 + torch.logdet(cov_p) - torch.logdet(cov_q)
    total = as_tensor(notebook.kl_per_level(q, p), "the table of prices").sum() / throws
    hint = "Equation (4): the mean is taken under q, and level 1 is measured against what level 2 tells."
    assert_close(
        total, 0.5 * whole, rtol=3e-3, atol=1e-3, what="the sum of the levels, averaged over the top", hint=hint
    )


@points("kl_per_level", 1)
def test_gradients_to_both(notebook, rng):
    """Gradients flow to the posterior and to the prior, which has to learn as well."""
    q, p, weights = draw(rng, 4, (3, 2)), draw(rng, 4, (3, 2)), rng.normal(4, 2)
    hint = "One row for each example, one column for each level."
    assert_shape(notebook.kl_per_level(q, p), (4, 2), what="the table of prices", hint=hint)
    leaves = [[[part.clone().requires_grad_() for part in pair] for pair in group] for group in (q, p)]
    flat = [part for group in leaves for pair in group for part in pair]
    columns = []
    for (mu_q, log_var_q), (mu_p, log_var_p) in zip(*leaves, strict=True):
        ratio = log_var_q - log_var_p
        columns.append(0.5 * (ratio.exp() + (mu_q - mu_p) ** 2 * (-log_var_p).exp() - 1 - ratio).sum(1))
    want = torch.autograd.grad((torch.stack(columns, 1) * weights).sum(), flat)
    for got, right in zip(notebook.run(gradients, q, p, weights), want, strict=True):
        assert_close(got, right, what="the gradient of the prices", hint="Nothing is detached, neither q nor p.")
