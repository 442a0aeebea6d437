"""Hidden tests of `sample_top_down`: the order of the story, the temperature, nothing of its own and nothing changed."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, require


@inside
def linear_prior(ns, A, B):
    """z_2 to (mu, log_var), both linear in z_2."""
    return lambda z_2: (z_2 @ A, z_2 @ B)


@inside
def linear_decoder(ns, C, b):
    """z_1 to logits."""
    return lambda z_1: z_1 @ C + b


@inside
def twice_with_a_look_at_the_noise(ns, A, B, C, b, eps_2, eps_1, temperature):
    """What two equal calls return, and the noise afterwards."""
    args = (lambda z: (z @ A, z @ B), lambda z: z @ C + b, eps_2, eps_1, temperature)
    return [ns.sample_top_down(*args), ns.sample_top_down(*args), eps_2, eps_1]


def draw(rng, n=7, top=3, below=5, pixels=6):
    """Weights and noise."""
    weights = rng.normal(top, below), rng.normal(top, below) / 2, rng.normal(below, pixels), rng.normal(pixels)
    return weights, rng.normal(n, top), rng.normal(n, below)


def expected(weights, eps_2, eps_1, temperature=1.0):
    """z_2, z_1 and logits."""
    A, B, C, b = weights
    z_2 = temperature * eps_2
    z_1 = z_2 @ A + temperature * (0.5 * z_2 @ B).exp() * eps_1
    return z_2, z_1, z_1 @ C + b


def ask(notebook, weights, *args, **kwargs):
    """The three results."""
    prior, decode = notebook.run(linear_prior, *weights[:2]), notebook.run(linear_decoder, *weights[2:])
    return three(notebook.sample_top_down(prior, decode, *args, **kwargs))


def three(answer):
    """The three results, if they are three."""
    is_triple = isinstance(answer, tuple | list) and len(answer) == 3
    require(is_triple, "`sample_top_down` has to return three things", hint="return z_2, z_1, logits")
    return answer


def compare(answer, want, hint, rtol=1e-6, dtype=torch.float64):
    """All three."""
    for got, right, name in zip(answer, want, ("z_2", "z_1", "the tensor of logits"), strict=True):
        assert_close(got, right, rtol=rtol, what=name, hint=hint)
        assert_dtype(got, dtype, what=name, hint="Of the dtype of the noise.")


@points("sample_top_down", 2)
def test_follows_the_story(notebook, rng):
    """z_2 from dice, z_1 from the prior that z_2 names, with its mean and its spread, the logits from z_1."""
    hint = "The mean *and* the spread of z_1 come from `prior(z_2)`, and exp(log_var / 2) is the spread."
    for sizes in ({}, {"n": 4, "top": 2, "below": 2, "pixels": 9}):
        drawn = draw(rng, **sizes)
        compare(ask(notebook, *drawn), expected(*drawn), hint)


@points("sample_top_down", 1)
def test_temperature(notebook, rng):
    """The temperature is a factor of both standard deviations and of nothing else; with 0 all pictures are the same."""
    weights, eps_2, eps_1 = draw(rng)
    hint = (
        "At both levels the temperature stands in front of the standard deviation: not of the variance or of the mean."
    )
    for temperature in (0.3, 0.8, 1.7):
        answer = ask(notebook, weights, eps_2, eps_1, temperature)
        compare(answer, expected(weights, eps_2, eps_1, temperature), hint)
    logits = as_tensor(ask(notebook, weights, eps_2, eps_1, temperature=0.0)[2], "the tensor of logits")
    same = torch.zeros_like(logits) + expected(weights, 0 * eps_2, 0 * eps_1)[2]
    assert_close(logits, same, what="the tensor of logits at temperature 0", hint=hint)


@points("sample_top_down", 1)
def test_no_dice_of_its_own(notebook, rng):
    """The same noise gives the same pictures, the noise is left as it was, and float32 stays float32."""
    weights, eps_2, eps_1 = draw(rng)
    small = [part.float() for part in (*weights, eps_2, eps_1)]
    first, second, *after = notebook.run(twice_with_a_look_at_the_noise, *small, 0.7)
    hint = "All randomness comes in, and belongs to whoever handed it in: no `*=` on it."
    want = expected([part.double() for part in small[:4]], small[4].double(), small[5].double(), 0.7)
    compare(three(first), want, hint, rtol=1e-4, dtype=torch.float32)
    for again, before, name in zip(three(second), first, ("z_2", "z_1", "the tensor of logits"), strict=True):
        assert_close(again, before, what=f"{name} of the same call once more, compared with the first,", hint=hint)
    for left, given, name in zip(after, small[4:], ("eps_2", "eps_1"), strict=True):
        assert_close(left, given, what=f"{name} after the call", hint=hint)
