"""Hidden tests of `optimal_discriminator`: equations (2) and (3), that nothing does better, and places that nobody visits."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, require


def unpack(answer):
    """The two results."""
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "two things have to be returned", hint="return d_star, value", target="(d_star, value)")
    return answer


def histograms(rng, *shape):
    """Random distributions over the last axis."""
    weights = rng.uniform(0.05, 1, shape)
    return weights / weights.sum(-1, keepdim=True)


def value_of(p, q, d):
    """Equation (1) for some discriminator with probabilities strictly between 0 and 1."""
    return (p * d.log() + q * (1 - d).log()).sum(-1)


@points("optimal_discriminator", 1)
def test_best_probability_at_each_place(notebook, rng):
    """At each place the best discriminator says the share of real points among all that are there, equation (2)."""
    p, q = histograms(rng, 3, 4, 6), histograms(rng, 3, 4, 6)
    d_star, _ = unpack(notebook.optimal_discriminator(p, q))
    hint = (
        "Of all that is at this place, which part is real? Each place by itself, with any number of batch dimensions."
    )
    assert_close(d_star, p / (p + q), what="d_star", hint=hint)
    swapped, _ = unpack(notebook.optimal_discriminator(q, p))
    assert_close(
        as_tensor(d_star) + as_tensor(swapped), torch.ones_like(p), what="d_star plus d_star with roles swapped"
    )


@points("optimal_discriminator", 2)
def test_value_is_the_best_that_can_be_had(notebook, rng):
    """The value is -log 4 plus twice the Jensen-Shannon divergence, and no other discriminator gets more."""
    p, q = histograms(rng, 5, 7), histograms(rng, 5, 7)
    _, value = unpack(notebook.optimal_discriminator(p, q))
    hint = "One value for each pair of distributions: summed over places, natural logarithms, equation (1) at D*."
    assert_shape(value, (5,), what="the value", hint=hint)
    m = (p + q) / 2
    divergence = 0.5 * ((p * (p / m).log()).sum(-1) + (q * (q / m).log()).sum(-1))
    assert_close(value, 2 * divergence - math.log(4), what="the value", hint=hint)
    other = (p / (p + q) + 0.1 * rng.uniform(-1, 1, (5, 7))).clamp(0.01, 0.99)
    beaten = bool((as_tensor(value) >= value_of(p, q, other)).all())
    require(beaten, "another discriminator gets more than your best one", hint="V is maximised by D: check the signs.")
    _, single = unpack(notebook.optimal_discriminator(p[0], q[0]))
    assert_shape(single, (), what="the value of one pair", hint="With no batch dimension there is one number.")


@points("optimal_discriminator", 1)
def test_places_that_nobody_visits(notebook, rng):
    """Probabilities may be 0: nothing is NaN or infinite, nobody's places count 0.5, distributions far apart are worth 0."""
    half = histograms(rng, 3)
    zeros = torch.zeros(3, dtype=torch.float64)
    p, q = torch.cat([half, zeros, zeros]), torch.cat([zeros, half.flip(0), zeros])
    d_star, value = unpack(notebook.optimal_discriminator(p, q))
    expected = torch.cat([torch.ones(3), torch.zeros(3), torch.full((3,), 0.5)]).double()
    assert_close(
        d_star, expected, what="d_star where some are 0", hint="0 / 0 is NaN; the docstring says what it shall be."
    )
    hint = "0 log 0 counts as 0: a term whose probability is 0 is not there. Adding a small number is not the same."
    assert_close(value, 0.0, atol=1e-12, what="the value for distributions that do not overlap", hint=hint)
    _, value = unpack(notebook.optimal_discriminator(p, p))
    assert_close(value, -math.log(4), what="the value for equal distributions with zeros", hint=hint)
    rare = torch.tensor([1e-12, 1 - 1e-12], dtype=torch.float64)
    d_star, _ = unpack(notebook.optimal_discriminator(rare, torch.tensor([3e-12, 1 - 3e-12], dtype=torch.float64)))
    assert_close(as_tensor(d_star)[0], 0.25, rtol=1e-3, what="d_star at a place that is rarely visited", hint=hint)
    lopsided = torch.tensor([1.0, 1e-20], dtype=torch.float64)
    _, value = unpack(notebook.optimal_discriminator(lopsided, lopsided.flip(0)))
    hint_far = "Where D* rounds to 1, 1 - D* is 0, and its logarithm infinite: is there another way to write 1 - D*?"
    assert_close(value, 0.0, atol=1e-12, what="the value where one is far likelier than the other", hint=hint_far)
    d_star, value = unpack(notebook.optimal_discriminator(p.float(), q.float()))
    assert_dtype(d_star, torch.float32, what="d_star for float32 probabilities")
    assert_close(value, 0.0, atol=1e-6, what="the value in float32", hint=hint)
