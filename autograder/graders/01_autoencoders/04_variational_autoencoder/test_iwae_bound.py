"""Hidden tests of `iwae_bound`: values, one sample, the exact case, extreme weights, tighter with more samples."""

import math

import torch

from autograder.metrics import bernoulli_log_likelihood, iwae_bound, normal_log_density
from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def linear_encoder(ns, A, B, shift):
    """x to (mu, log_var), both linear in x."""
    return lambda x: (x @ A, x @ B + shift)


@inside
def linear_decoder(ns, C, b):
    """z to logits."""
    return lambda z: z @ C + b


def expected(A, B, shift, C, b, x, eps):
    """Equation (12) in float64."""
    mu, log_var = x @ A, x @ B + shift
    z = mu + (log_var / 2).exp() * eps
    log_w = bernoulli_log_likelihood(x.expand(*z.shape[:2], x.shape[-1]), z @ C + b)
    log_w = log_w + normal_log_density(z, torch.zeros_like(z), torch.zeros_like(z))
    return iwae_bound(log_w - normal_log_density(z, mu.expand_as(z), log_var.expand_as(z)))


def draw(rng, k=5, n=7, pixels=10, latents=3):
    """Weights, pictures and noise."""
    A, B = rng.normal(pixels, latents) / 2, rng.normal(pixels, latents) / 3
    C, b = rng.normal(latents, pixels), rng.normal(pixels)
    return A, B, -0.5, C, b, rng.integers(0, 2, (n, pixels)).double(), rng.normal(k, n, latents)


def ask(notebook, A, B, shift, C, b, x, eps):
    """The student's bounds."""
    encode, decode = notebook.run(linear_encoder, A, B, shift), notebook.run(linear_decoder, C, b)
    return notebook.iwae_bound(encode, decode, x, eps)


@points("iwae_bound", 2)
def test_weights_all_samples(notebook, rng):
    """It is the logarithm of the mean weight p(x | z) p(z) / q(z | x) over the samples, for each example."""
    drawn = draw(rng)
    hint = "Three log-densities at the same z. Outside the exponential you average over K, not over examples."
    assert_close(ask(notebook, *drawn), expected(*drawn), what="the bound", hint=hint)
    other = draw(rng, k=9, n=3, pixels=30, latents=2)
    assert_close(ask(notebook, *other), expected(*other), what="the bound for another network", hint=hint)


@points("iwae_bound", 1)
def test_one_sample_and_the_exact_case(notebook, rng):
    """With one sample it is that sample's log-weight; where q is the true posterior it is log p(x), whatever the noise."""
    drawn = draw(rng, k=1)
    assert_close(ask(notebook, *drawn), expected(*drawn), what="the bound from one sample", hint="K = 1 is allowed.")
    A, B, _, C, b, x, eps = draw(rng, k=4)
    exact = bernoulli_log_likelihood(x, b.expand_as(x))  # the decoder ignores z, so the posterior is the prior
    answer = ask(notebook, 0 * A, 0 * B, 0.0, 0 * C, b, x, eps)
    hint = "Here p(z) and q(z | x) have to cancel, with their constants; and a mean of equal weights is one of them."
    assert_close(answer, exact, what="the bound where q is the posterior", hint=hint)


@points("iwae_bound", 1)
def test_weights_that_underflow(notebook, rng):
    """Pictures of thousands of pixels have log-weights far below -1000: the bound stays finite, also in float32."""
    A, B, shift, C, b, x, eps = draw(rng, k=6, n=4, pixels=4000, latents=2)
    drawn = (A / 30, B / 60, shift, C, b, x, eps)
    single = [part.float() if isinstance(part, torch.Tensor) else part for part in drawn]
    hint = "Stay with logarithms to the end; `log_mean_exp` is made for this."
    double = [part.double() if isinstance(part, torch.Tensor) else part for part in single]
    answer = ask(notebook, *single)
    assert_close(
        answer, expected(*double), rtol=1e-3, what="the bound of a large picture", dtype=torch.float32, hint=hint
    )


@points("iwae_bound", 2)
def test_tighter_with_more_samples(notebook, rng):
    """On average the bound rises from K = 1 to K = 30, and never above log p(x)."""
    n, pixels = 800, 6
    A, B, _, C, b, x, _ = draw(rng, n=1, pixels=pixels, latents=1)
    A, B, C = A / 2, B / 4, 2 * C
    grid = torch.linspace(-12, 12, 6001, dtype=torch.float64)[:, None]
    log_joint = bernoulli_log_likelihood(x.expand(6001, pixels), grid @ C + b) - 0.5 * grid[:, 0] ** 2
    evidence = float(torch.logsumexp(log_joint, 0)) - 0.5 * math.log(2 * math.pi) + math.log(24 / 6000)
    x, eps = x.expand(n, pixels).contiguous(), rng.normal(30, n, 1)
    answers = [as_tensor(ask(notebook, A, B, 0.5, C, b, x, eps[:k].contiguous()), "the bound") for k in (1, 30)]
    for answer in answers:
        require(
            tuple(answer.shape) == (n,), "the bound is not one number per example", hint="Average over axis 0, of K."
        )
    one, many = answers
    rises = float((many - one).mean())
    noise = 5 * float((many - one).std()) / math.sqrt(n)
    require(rises > noise, "on average your bound is not higher with 30 samples than with one", hint="Mean, then log.")
    above = float(many.mean()) - evidence - 5 * float(many.std()) / math.sqrt(n)
    require(above < 1e-6, "on average your bound is above log p(x)", hint="Is a density too large, or the mean none?")
    below = evidence - float(many.mean()) < 0.5 * (evidence - float(one.mean()))
    require(below, "30 samples should close most of the gap to log p(x)", hint="Is q(z | x) taken at the samples?")
