"""Hidden tests of `elbo`: each example's bound and its parts, gradients, and that it is a bound."""

import math

import torch

from autograder.metrics import bernoulli_log_likelihood, kl_to_standard_normal
from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def linear_encoder(ns, A, B):
    """x to (mu, log_var), both linear in x."""
    return lambda x: (x @ A, x @ B)


@inside
def linear_decoder(ns, C, b):
    """z to logits."""
    return lambda z: z @ C + b


@inside
def gradients(ns, A, B, C, b, x, eps):
    """Of the sum of the bounds, for the weights of both networks."""
    weights = [w.clone().requires_grad_() for w in (A, B, C)]
    bound = ns.elbo(lambda x: (x @ weights[0], x @ weights[1]), lambda z: z @ weights[2] + b, x, eps)[0]
    found = torch.autograd.grad(bound.sum(), weights, allow_unused=True)
    return [torch.zeros_like(w) if g is None else g for w, g in zip(weights, found, strict=True)]


def draw(rng, n=9, pixels=12, latents=3):
    """Weights, pictures and noise."""
    A, B = rng.normal(pixels, latents) / 2, rng.normal(pixels, latents) / 3
    C, b = rng.normal(latents, pixels), rng.normal(pixels)
    return A, B, C, b, rng.integers(0, 2, (n, pixels)).double(), rng.normal(n, latents)


def ask(notebook, A, B, C, b, x, eps):
    """The three results."""
    answer = notebook.elbo(notebook.run(linear_encoder, A, B), notebook.run(linear_decoder, C, b), x, eps)
    is_triple = isinstance(answer, tuple | list) and len(answer) == 3
    require(is_triple, "`elbo` has to return three things", hint="return elbo, rec, kl")
    return answer


def expected_parts(A, B, C, b, x, eps):
    """rec and kl."""
    mu, log_var = x @ A, x @ B
    z = mu + (log_var / 2).exp() * eps
    return bernoulli_log_likelihood(x, z @ C + b), kl_to_standard_normal(mu, log_var)


@points("elbo", 3)
def test_bound_of_each_example(notebook, rng):
    """The bound is rec - kl for each example, with the sample built from the given noise."""
    drawn = draw(rng)
    rec, kl = expected_parts(*drawn)
    hint = "One number per example; sums over pixels and latents; the bound, not its negative. Look at sigma, too."
    assert_close(ask(notebook, *drawn)[0], rec - kl, what="the bound", hint=hint)
    again = draw(rng, n=4, pixels=40, latents=2)
    rec, kl = expected_parts(*again)
    assert_close(ask(notebook, *again)[0], rec - kl, what="the bound for another network", hint=hint)


@points("elbo", 2)
def test_parts_in_nats(notebook, rng):
    """rec is the log-probability of the whole picture, kl the price of the whole code: sums, both in nats."""
    drawn = draw(rng)
    rec, kl = expected_parts(*drawn)
    _, found_rec, found_kl = ask(notebook, *drawn)
    hint = "Not an average over latents. And against N(0, I): means and log-variances of zero."
    assert_close(found_kl, kl, what="kl", hint=hint)
    noiseless = (*drawn[:5], torch.zeros_like(drawn[5]))
    hint = "Summed over pixels, from logits as they come out of the decoder: is something squashed twice?"
    assert_close(ask(notebook, *noiseless)[1], expected_parts(*noiseless)[0], what="rec without noise", hint=hint)
    assert_close(found_rec, rec, what="rec", hint="With noise: what is the standard deviation?")


@points("elbo", 1)
def test_both_networks_learn(notebook, rng):
    """Gradients flow through the sample into the encoder, and into the decoder."""
    A, B, C, b, x, eps = draw(rng)
    weights = [w.clone().requires_grad_() for w in (A, B, C)]
    mu, log_var = x @ weights[0], x @ weights[1]
    logits = (mu + (log_var / 2).exp() * eps) @ weights[2] + b
    rec = (x * logits - torch.nn.functional.softplus(logits)).sum()
    kl = 0.5 * (mu**2 + log_var.exp() - 1 - log_var).sum()
    expected = torch.autograd.grad(rec - kl, weights)
    found = notebook.run(gradients, A, B, C, b, x, eps)
    names = ("the encoder's means", "the encoder's spread", "the decoder")
    for got, want, name in zip(found, expected, names, strict=True):
        assert_close(got, want, what=f"the gradient for {name}", hint="Is something detached or averaged on the way?")


@points("elbo", 2)
def test_never_above_the_evidence(notebook, rng):
    """On average over the noise the bound lies below log p(x), by the KL divergence from q to the true posterior."""
    pixels, draws = 6, 4000
    A, B, C, b, x, _ = draw(rng, n=1, pixels=pixels, latents=1)
    # The code costs a good part of a nat whatever is drawn: else a price with the wrong sign would hardly show.
    x[0, 0] = 1.0
    A[0] += rng.uniform(0.8, 1.5) - x[0] @ A
    B[0] += rng.uniform(-1.5, -0.5) - x[0] @ B
    grid = torch.linspace(-12, 12, 6001, dtype=torch.float64)[:, None]
    log_joint = bernoulli_log_likelihood(x.expand(6001, pixels), grid @ C + b) - 0.5 * grid[:, 0] ** 2
    log_joint = log_joint - 0.5 * math.log(2 * math.pi)
    log_step = math.log(24 / 6000)
    evidence = float(torch.logsumexp(log_joint, 0) + log_step)
    mu, log_var = float(x @ A), float(x @ B)
    log_q = -0.5 * ((grid[:, 0] - mu) ** 2 * math.exp(-log_var) + log_var + math.log(2 * math.pi))
    gap = float((log_q.exp() * (log_q - log_joint + evidence)).sum() * math.exp(log_step))
    eps = rng.normal(draws, 1)
    bounds = as_tensor(ask(notebook, A, B, C, b, x.expand(draws, pixels).contiguous(), eps)[0], "the bound")
    require(tuple(bounds.shape) == (draws,), "the bound is not one number per example", hint="Nothing is averaged.")
    error = 5 * float(bounds.std()) / math.sqrt(draws) + 1e-6
    mean = float(bounds.mean())
    require(mean < evidence + error, "on average your bound is above log p(x)", hint="Then it is no bound. Which term?")
    hint = "Equation (5): the gap is KL(q || posterior). A sigma, a sum or a sign is off."
    require(abs(evidence - gap - mean) < error, "the gap to log p(x) is not the one that it must be", hint=hint)
