"""Hidden tests of `latent_arithmetic`: equation (8), groups of any size, the length, a direction that comes back."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, points


@points("latent_arithmetic", 2)
def test_equation_8(notebook, rng):
    """The result points along mean(a) - mean(b) + mean(c), whatever the sizes of the groups."""
    for sizes in ((3, 3, 3), (1, 4, 2), (7, 2, 5)):
        a, b, c = (rng.normal(n, 16) for n in sizes)
        v = a.mean(0) - b.mean(0) + c.mean(0)
        got = as_tensor(notebook.latent_arithmetic(a, b, c))
        hint = "Average each group by itself first, then a - b + c; groups may differ in size."
        assert_close(got / got.norm().clamp(min=1e-12), v / v.norm(), what="the direction of the result", hint=hint)


@points("latent_arithmetic", 1)
def test_length(notebook, rng):
    """The result has the length of a typical z, the root of its dimension, whatever the groups and their scale."""
    for d, scale in ((4, 1.0), (16, 0.01), (50, 30.0)):
        a, b, c = (scale * rng.normal(n, d) for n in (5, 3, 2))
        got = notebook.latent_arithmetic(a, b, c)
        hint = "The second half of equation (8), for any d."
        assert_close(as_tensor(got).norm(), math.sqrt(d), what="the length of the result", hint=hint)
        got = notebook.latent_arithmetic(a.float(), b.float(), c.float())
        assert_dtype(got, torch.float32, what="the result for float32 groups", hint="Keep the inputs' dtype.")


@points("latent_arithmetic", 1)
def test_what_cancels(notebook, rng):
    """a - b + b comes back to a; groups that cancel leave 0 and no NaN; the groups stay as they were."""
    a, b = rng.normal(1, 9), rng.normal(4, 9)
    wanted = 3 * a[0] / a[0].norm()
    got = notebook.latent_arithmetic(a, b, b.flip(0))
    assert_close(got, wanted, atol=1e-6, what="a - b + b", hint="The same group in another order cancels.")
    zeros = torch.zeros(2, 9, dtype=torch.float64)
    got = notebook.latent_arithmetic(zeros, zeros, zeros)
    assert_close(got, torch.zeros(9), what="the result of zeros", hint="0 / 0 is NaN: where v is 0, return it.")
