"""Hidden tests of `box_muller`: values, moments, the ends of the uniform numbers, and the caller's numbers."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def turn_and_keep(ns, u1, u2):
    """The answer, and what the uniform numbers are after the call."""
    u1, u2 = u1.clone(), u2.clone()
    answer = ns.box_muller(u1, u2)
    return answer, u1, u2


def unpack(answer, shape):
    """The two results."""
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`box_muller` has to return two things", hint="return z1, z2", target="(z1, z2)")
    for name, part in zip(("z1", "z2"), answer, strict=True):
        assert_shape(part, shape, what=name, hint="One normal number for each pair of uniform ones, twice.")
    return as_tensor(answer[0]), as_tensor(answer[1])


@points("box_muller", 2)
def test_values(notebook, rng):
    """Radius and angle are those of equation (6), for numbers of any shape."""
    for shape in ((50,), (4, 3)):
        u1, u2 = rng.uniform(0, 1, shape), rng.uniform(0, 1, shape)
        z1, z2 = unpack(notebook.box_muller(u1, u2), shape)
        hint = "The square of the radius is -2 log(1 - u1): natural logarithm, and the 2 under the root."
        assert_close(z1.square() + z2.square(), -2 * torch.log1p(-u1), what="z1^2 + z2^2", hint=hint)
        radius = (-2 * torch.log1p(-u1)).sqrt()
        hint = "The angle goes once all round, 2 pi u2; z1 is its cosine and z2 its sine."
        assert_close(z1, radius * torch.cos(2 * math.pi * u2), what="z1", hint=hint)
        assert_close(z2, radius * torch.sin(2 * math.pi * u2), what="z2", hint=hint)


@points("box_muller", 1)
def test_moments(notebook, rng):
    """Of evenly spread uniform numbers come numbers of mean 0 and variance 1 that are not correlated."""
    shift = rng.uniform(0.3, 0.7, (2,))
    ticks = torch.arange(200, dtype=torch.float64)
    u1, u2 = ((ticks + shift[0]) / 200).repeat_interleave(200), ((ticks + shift[1]) / 200).repeat(200)
    z1, z2 = unpack(notebook.box_muller(u1, u2), (40_000,))
    means = torch.stack([z1.mean(), z2.mean(), (z1 * z2).mean()])
    hint = "Both signs are equally likely, for both numbers, and independently of each other."
    require(float(means.abs().max()) < 0.01, "the means, or the correlation, are not 0", hint=hint)
    variances = torch.stack([z1.square().mean(), z2.square().mean()])
    hint = "Compare the radius with equation (6)."
    require(float((variances - 1).abs().max()) < 0.03, "the variance is not 1", hint=hint)


@points("box_muller", 1)
def test_ends(notebook, rng):
    """A uniform number of 0 gives 0, one just below 1 gives a large number, and both are finite."""
    u1 = torch.tensor([0.0, 0.0, 1 - 2.0**-53, 2.0**-30], dtype=torch.float64)
    u2 = torch.cat([torch.zeros(1, dtype=torch.float64), rng.uniform(0.1, 0.9, (3,))])
    z1, z2 = unpack(notebook.box_muller(u1, u2), (4,))
    require(bool(torch.isfinite(torch.stack([z1, z2])).all()), "some numbers are not finite", hint="log 0: of what?")
    expected = (-2 * torch.log1p(-u1)).sqrt()
    hint = "Equation (6) takes the logarithm of 1 - u1, which is 1 for u1 = 0."
    assert_close((z1.square() + z2.square()).sqrt(), expected, what="the radius at the ends", hint=hint)
    for part in notebook.box_muller(u1[:2].float(), u2[:2].float()):
        assert_dtype(part, torch.float32, what="the result for float32", hint="float32 in, float32 out.")


@points("box_muller", 1)
def test_callers_numbers(notebook, rng):
    """The uniform numbers that were handed in are the same after the call, and the answer is right all the same."""
    u1, u2 = rng.uniform(0, 1, (20,)), rng.uniform(0, 1, (20,))
    answer, u1_after, u2_after = notebook.run(turn_and_keep, u1, u2)
    hint = "Methods that end in an underscore write into their tensor, and so does `u1 *= ...`."
    assert_close(u1_after, u1, what="u1 after the call", hint=hint)
    assert_close(u2_after, u2, what="u2 after the call", hint=hint)
    z1, z2 = unpack(answer, (20,))
    hint = "z1^2 + z2^2 is the square of the radius."
    assert_close(z1.square() + z2.square(), -2 * torch.log1p(-u1), what="z1^2 + z2^2", hint=hint)
