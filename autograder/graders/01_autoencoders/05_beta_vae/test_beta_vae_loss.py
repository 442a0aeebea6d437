"""Hidden tests of `beta_vae_loss`: the cost of each example, its parts in nats, the price, gradients."""

import torch

from autograder.metrics import kl_to_standard_normal
from autograder.testing import assert_close, inside, points, require


@inside
def gradients(ns, x, x_hat, mu, log_var, beta):
    """Of the sum of the costs, for all that a network put out."""
    leaves = [part.clone().requires_grad_() for part in (x_hat, mu, log_var)]
    loss = ns.beta_vae_loss(x, *leaves, beta)[0]
    found = torch.autograd.grad(loss.sum(), leaves, allow_unused=True)
    return [torch.zeros_like(leaf) if g is None else g for leaf, g in zip(leaves, found, strict=True)]


def draw(rng, n=9, pixels=15, latents=4):
    """Pictures, what was drawn, and codes."""
    x, x_hat = rng.uniform(0, 1, (n, pixels)), rng.uniform(0, 1, (n, pixels))
    return x, x_hat, rng.normal(n, latents), rng.uniform(-3, 2, (n, latents))


def ask(notebook, *args, **kwargs):
    """The three results."""
    answer = notebook.beta_vae_loss(*args, **kwargs)
    is_triple = isinstance(answer, tuple | list) and len(answer) == 3
    require(is_triple, "`beta_vae_loss` has to return three things", hint="return loss, rec, kl")
    return answer


@points("beta_vae_loss", 2)
def test_cost_of_each_example(notebook, rng):
    """The loss is rec + beta kl, one number for each example, for any beta."""
    drawn = draw(rng)
    rec, kl = (drawn[0] - drawn[1]).square().sum(1) / 0.02, kl_to_standard_normal(drawn[2], drawn[3])
    hint = "One number per example, made of sums; the price stands in front of the code's cost, and of nothing else."
    for beta in (0.0, 1.0, 7.5):
        assert_close(ask(notebook, *drawn, beta)[0], rec + beta * kl, what=f"the loss at beta = {beta:g}", hint=hint)


@points("beta_vae_loss", 2)
def test_parts_in_nats(notebook, rng):
    """rec and kl are sums over pixels and latents, in nats, without the price; sigma is the pixels' standard deviation."""
    for pixels, latents, sigma in ((15, 4, 0.1), (60, 2, 0.5)):
        drawn = draw(rng, pixels=pixels, latents=latents)
        _, rec, kl = ask(notebook, *drawn, 4.0, sigma=sigma)
        hint = "A sum over latents, with exp(log_var) for the variance. Is the price in it already?"
        assert_close(kl, kl_to_standard_normal(drawn[2], drawn[3]), what="kl", hint=hint)
        hint = "A sum over pixels, divided by twice the variance of the pixels."
        assert_close(rec, (drawn[0] - drawn[1]).square().sum(1) / (2 * sigma**2), what="rec", hint=hint)
    single = [part.float() for part in draw(rng)]
    expected = (single[0].double() - single[1].double()).square().sum(1) / 0.02
    found = ask(notebook, *single, 2.0)[1]
    assert_close(found, expected, rtol=1e-5, what="rec", dtype=torch.float32, hint="Keep the inputs' dtype.")


@points("beta_vae_loss", 1)
def test_gradients_pass(notebook, rng):
    """Gradients flow to the picture, to the means and to the log-variances, with the price on the latter two."""
    x, x_hat, mu, log_var = draw(rng)
    beta = 3.0
    found = notebook.run(gradients, x, x_hat, mu, log_var, beta)
    expected = [(x_hat - x) / 0.01, beta * mu, 0.5 * beta * (log_var.exp() - 1)]
    for got, want, name in zip(found, expected, ("the picture", "mu", "log_var"), strict=True):
        assert_close(got, want, what=f"the gradient for {name}", hint="Is something detached, or no longer a tensor?")
