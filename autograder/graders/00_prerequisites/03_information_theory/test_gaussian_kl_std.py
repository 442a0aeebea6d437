"""Hidden tests of `gaussian_kl_std`: the integral that it stands for, one value per example, gradients, extremes."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, vjp


def integral(mu, log_var):
    """KL of one dimension by quadrature: 4001 points over twelve standard deviations of q to either side."""
    sigma = math.exp(log_var / 2)
    z = mu + sigma * torch.linspace(-12, 12, 4001, dtype=torch.float64)
    log_q = -0.5 * ((z - mu) / sigma).square() - 0.5 * math.log(2 * math.pi) - log_var / 2
    log_p = -0.5 * z.square() - 0.5 * math.log(2 * math.pi)
    return float((log_q.exp() * (log_q - log_p)).sum() * (z[1] - z[0]))


def divergence(mu, log_var):
    """Summed over the dimensions of each example."""
    rows = zip(mu.tolist(), log_var.tolist(), strict=True)
    return torch.tensor([sum(integral(m, v) for m, v in zip(*row, strict=True)) for row in rows], dtype=torch.float64)


@points("gaussian_kl_std", 2)
def test_the_integral_that_it_stands_for(notebook, rng):
    """The formula is the integral of q log(q / p): for means and variances alone, and for both together."""
    mu, log_var = 1.5 * rng.normal(5, 3), rng.uniform(-3, 1.5, (5, 3))
    zero = torch.zeros(5, 3, dtype=torch.float64)
    hint = (
        "Is the mean squared? Is log_var taken as the logarithm of the variance, not of sigma? KL(q, p), not KL(p, q)?"
    )
    cases = {
        "divergence where only the mean differs": (mu, zero),
        "divergence where only the variance differs": (zero, log_var),
        "divergence where both differ": (mu, log_var),
    }
    for what, (m, v) in cases.items():
        found = notebook.gaussian_kl_std(m, v)
        assert_shape(found, (5,), what="the divergences", hint="Sum over the D dimensions, and keep the N examples.")
        assert_close(found, divergence(m, v), what=f"the {what}", hint=hint)
    found = notebook.gaussian_kl_std(zero, zero)
    assert_close(found, torch.zeros(5), atol=1e-12, what="the divergence of the standard normal from itself", hint=hint)


@points("gaussian_kl_std", 1)
def test_dimensions_add_up(notebook, rng):
    """Dimensions add up, in every number of them, and an example's value does not depend on who else is in the batch."""
    mu, log_var = rng.normal(4, 6), rng.uniform(-2, 1, (4, 6))
    whole = as_tensor(notebook.gaussian_kl_std(mu, log_var), "the divergences")
    parts = [as_tensor(notebook.gaussian_kl_std(mu[:, s], log_var[:, s])) for s in (slice(0, 1), slice(1, 6))]
    hint = "A mean over dimensions is no logarithm of a probability: independent dimensions add up."
    for part in parts:
        assert_shape(part, (4,), what="the divergences of some of the dimensions")
    assert_close(parts[0] + parts[1], whole, what="the sum of the divergences of two groups of dimensions", hint=hint)
    alone = notebook.gaussian_kl_std(mu[2:3], log_var[2:3])
    hint = "Nothing is averaged over the batch."
    assert_close(alone, whole[2:3], what="the divergence of an example that comes alone", hint=hint)


@points("gaussian_kl_std", 1)
def test_gradients_pull_to_the_prior(notebook, rng):
    """Gradients flow to both inputs, and pull the mean to 0 and the variance to 1."""
    mu, log_var, cotangent = rng.normal(4, 3), rng.uniform(-2, 1.5, (4, 3)), rng.uniform(0.5, 2, (4,))
    _, (by_mu, by_log_var) = notebook.run(vjp, "gaussian_kl_std", [mu, log_var], cotangent)
    hint = "Stay in torch, and cut nothing off: no detach, no .item(), no NumPy."
    expected = cotangent[:, None] * mu
    assert_close(by_mu, expected, what="the gradient by the means", hint=hint)
    expected = cotangent[:, None] * (log_var.exp() - 1) / 2
    assert_close(by_log_var, expected, what="the gradient by the log variances", hint=hint)


@points("gaussian_kl_std", 1)
def test_extremes_and_float32(notebook, rng):
    """Tiny variances and far means keep their price, and float32 stays float32."""
    mu = torch.tensor([[0.0, 50.0], [-20.0, 0.0]], dtype=torch.float64)
    log_var = torch.tensor([[-30.0, 0.0], [5.0, -100.0]], dtype=torch.float64)
    expected = 0.5 * (mu.square() + log_var.exp() - 1 - log_var).sum(dim=1)
    hint = "The logarithm of the variance is given: taking its exponential and the logarithm again loses it."
    assert_close(notebook.gaussian_kl_std(mu, log_var), expected, what="the divergence at extremes", hint=hint)
    mu, log_var = rng.normal(3, 4), rng.uniform(-2, 1, (3, 4))
    found = notebook.gaussian_kl_std(mu.float(), log_var.float())
    assert_dtype(found, torch.float32, what="the divergence of float32 inputs")
    assert_close(as_tensor(found), divergence(mu, log_var), rtol=1e-4, what="the divergence of float32 inputs")
    tiny = torch.full((1, 2), -400.0, dtype=torch.float32)
    what = "the divergence of a variance that float32 cannot hold"
    found = as_tensor(notebook.gaussian_kl_std(torch.zeros(1, 2), tiny))
    assert_close(found, torch.tensor([399.0]), rtol=1e-4, what=what, hint=hint)
