"""Hidden tests of `residual_posterior`: the posterior, its price, digits that are not lost, gradients."""

import torch

from autograder.metrics import kl_diagonal
from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require

NAMES = ("mu_q", "log_var_q", "the price")


@inside
def gradients(ns, args, weights):
    """Of a weighted sum of all results, for all four that come in."""
    leaves = [part.clone().requires_grad_() for part in args]
    results = ns.residual_posterior(*leaves)
    total = sum((part * weight).sum() for part, weight in zip(results, weights, strict=True))
    found = torch.autograd.grad(total, leaves, allow_unused=True)
    return [torch.zeros_like(leaf) if g is None else g for leaf, g in zip(leaves, found, strict=True)]


def ask(notebook, *args):
    """The three results."""
    answer = notebook.residual_posterior(*args)
    is_triple = isinstance(answer, tuple | list) and len(answer) == 3
    require(is_triple, "`residual_posterior` has to return three things", hint="return mu_q, log_var_q, kl")
    return answer


def draw(rng, *shape):
    """Prior and differences."""
    return rng.normal(*shape), rng.uniform(-2, 2, shape), rng.normal(*shape), rng.uniform(-2, 1, shape)


@points("residual_posterior", 1)
def test_relative_to_the_prior(notebook, rng):
    """The mean is moved by the difference, and the variance is multiplied by the factor."""
    mu_p, log_var_p, delta_mu, delta_log_var = draw(rng, 7, 4)
    found = ask(notebook, mu_p, log_var_p, delta_mu, delta_log_var)
    for part, name in zip(found, NAMES, strict=True):
        assert_dtype(part, torch.float64, what=name, hint="float64 in, float64 out.")
    mu_q, log_var_q, _ = found
    assert_close(mu_q, mu_p + delta_mu, what="mu_q", hint="Equation (10): the mean is moved by delta_mu as it is.")
    hint = "Variances multiply, so their logarithms add."
    assert_close(log_var_q, log_var_p + delta_log_var, what="log_var_q", hint=hint)


@points("residual_posterior", 2)
def test_price(notebook, rng):
    """The price is the KL divergence from q to the prior, in nats, summed over latents, one value per example."""
    hint = "delta_mu is measured in the prior's standard deviations; a sum over latents, and its half."
    for shape in ((7, 4), (3, 9)):
        mu_p, log_var_p, delta_mu, delta_log_var = draw(rng, *shape)
        want = kl_diagonal(mu_p + delta_mu, log_var_p + delta_log_var, mu_p, log_var_p)
        kl = ask(notebook, mu_p, log_var_p, delta_mu, delta_log_var)[2]
        assert_close(kl, want, what="the price", hint=hint)


@points("residual_posterior", 1)
def test_no_digits_lost(notebook, rng):
    """Far from 0 the price is as exact as near it, also in float32; without differences it is exactly 0."""
    n = 5
    mu_p, log_var_p = (1e5 * rng.normal(n, 3)).float(), rng.uniform(-2, 2, (n, 3)).float()
    delta_mu, nothing = (0.3 * rng.normal(n, 3)).float(), torch.zeros(n, 3)
    want = 0.5 * (delta_mu.double() ** 2 * (-log_var_p.double()).exp()).sum(1)
    hint = "mu_q - mu_p has lost digits that delta_mu still has: mu_p is not needed for the price."
    kl = ask(notebook, mu_p, log_var_p, delta_mu, nothing)[2]
    what = "the price of a small difference, far from 0"
    assert_close(kl, want, rtol=1e-4, atol=0.0, what=what, dtype=torch.float32, hint=hint)
    kl = as_tensor(ask(notebook, mu_p, 30 * log_var_p, nothing, nothing)[2], "the price")
    message = "without differences the price is not 0"
    require(tuple(kl.shape) == (n,) and not bool(kl.any()), message, hint="Who says what the prior says pays nothing.")
    log_var_p = rng.uniform(-60, 60, (n, 3)).float()
    delta_log_var = (0.1 * rng.normal(n, 3)).float()
    want = 0.5 * (torch.expm1(delta_log_var.double()) - delta_log_var.double()).sum(1)
    kl = ask(notebook, mu_p, log_var_p, nothing, delta_log_var)[2]
    what = "the price of another spread, whatever the prior's"
    assert_close(kl, want, rtol=1e-3, what=what, hint="Only the factor counts, not the variance that it multiplies.")


@points("residual_posterior", 1)
def test_gradients_to_all_four(notebook, rng):
    """Gradients flow to the prior, which the posterior moves along with, and to both differences."""
    args = draw(rng, 4, 3)
    weights = [rng.normal(4, 3), rng.normal(4, 3), rng.normal(4)]
    for part, weight, name in zip(ask(notebook, *args), weights, NAMES, strict=True):
        assert_shape(part, tuple(weight.shape), what=name, hint="A mean and a log-variance for each latent, one price.")
    mu_p, log_var_p, delta_mu, delta_log_var = leaves = [part.clone().requires_grad_() for part in args]
    kl = 0.5 * (delta_mu**2 * (-log_var_p).exp() + delta_log_var.exp() - 1 - delta_log_var).sum(1)
    results = (mu_p + delta_mu, log_var_p + delta_log_var, kl)
    total = sum((part * weight).sum() for part, weight in zip(results, weights, strict=True))
    want = torch.autograd.grad(total, leaves)
    names = ("mu_p", "log_var_p", "delta_mu", "delta_log_var")
    for got, right, name in zip(notebook.run(gradients, list(args), weights), want, names, strict=True):
        assert_close(
            got, right, what=f"the gradient for {name}", hint="Is something detached? The prior learns as well."
        )
