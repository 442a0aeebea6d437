"""Hidden tests of `corrupt_mask`: what is kept, what is hidden, and what NaN does."""

import math

import torch

from autograder.testing import as_tensor, assert_close, points, require


@points("corrupt_mask", 1)
def test_kept_pixels_are_as_they_were(notebook, rng):
    """A pixel whose u is less than p stays exactly as it is; all others become 0."""
    for p in (0.25, 0.5, 0.8):
        x, u = rng.normal(7, 11), rng.uniform(0, 1, (7, 11))
        expected = x.clone()
        expected[u >= p] = 0
        hint = "p is the share that is KEPT, and what is kept is not divided by p."
        assert_close(notebook.corrupt_mask(x, p, u), expected, what="the masked batch", hint=hint)
    x, u = x.float(), u.float()
    found = notebook.corrupt_mask(x, 0.5, u)
    assert_close(found, x * (u < 0.5), dtype=torch.float32, what="the masked batch for float32", hint="Keep the dtype.")


@points("corrupt_mask", 1)
def test_ends_of_the_range(notebook, rng):
    """p = 0 hides everything, p = 1 keeps everything, and a u of exactly p is hidden."""
    x = rng.normal(4, 6)
    u = rng.uniform(0, 1, (4, 6))
    u[0] = 0.0
    hint = "u can be exactly 0: compare with <, not with <=."
    assert_close(notebook.corrupt_mask(x, 0.0, u), torch.zeros(4, 6), what="the masked batch for p = 0", hint=hint)
    assert_close(notebook.corrupt_mask(x, 1.0, u), x, what="the masked batch for p = 1", hint="All u are less than 1.")
    u[1], u[2:] = 0.5, 0.75
    expected = torch.cat([x[:1], torch.zeros(3, 6, dtype=x.dtype)])
    assert_close(notebook.corrupt_mask(x, 0.5, u), expected, what="the masked batch where u is exactly p", hint=hint)


@points("corrupt_mask", 1)
def test_hidden_pixels_are_zero_whatever_they_were(notebook, rng):
    """What is hidden becomes 0 even if it was NaN or infinite; what is kept may be anything; x does not change."""
    x, u = rng.normal(5, 8), rng.uniform(0, 1, (5, 8))
    u[:, 0], u[:, 1], u[:, 2], u[:, 3] = 0.9, 0.9, 0.9, 0.1
    x[:, 0], x[:, 1], x[:, 2], x[:, 3] = math.nan, math.inf, -math.inf, math.inf
    found = as_tensor(notebook.corrupt_mask(x, 0.6, u), "the masked batch")
    hint = "NaN * 0 is NaN: choose instead of multiplying."
    require(not bool(found.isnan().any()), "hidden pixels that were NaN or infinite are not 0", hint=hint)
    require(
        bool((found[:, 3] == math.inf).all()),
        "a kept pixel that was infinite has changed",
        hint="Only what is hidden becomes 0.",
    )
    expected = torch.where(u < 0.6, x, 0.0)
    finite = [0, 1, 2, 4, 5, 6, 7]
    assert_close(found[:, finite], expected[:, finite], what="the masked batch", hint=hint)
