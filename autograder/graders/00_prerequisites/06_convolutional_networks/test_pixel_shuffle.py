"""Hidden tests of `pixel_shuffle`: equation (9) by its indices, its inverse, its own making."""

import torch
from torch import nn

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def find_library_calls(ns, x, r):
    """The answer, and the names of torch's functions that were called for it."""
    names = []

    class Listen(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            names.append(str(getattr(func, "__name__", "")))
            return func(*args, **(kwargs or {}))

    with Listen():
        y = ns.pixel_shuffle(x, r)
    return y, [name for name in names if "shuffle" in name]


@points("pixel_shuffle", 2)
def test_every_number_has_its_place(notebook, rng):
    """Each entry of each channel stands where equation (9) puts it, for several channels, any r, and h unlike w."""
    hint = "Channel c r^2 + i r + j goes to the pixels h r + i, w r + j: i is a row and j a column of the block."
    for n, channels, r, height, width in ((2, 3, 2, 3, 4), (1, 2, 3, 2, 5), (3, 1, 4, 2, 1), (2, 4, 2, 1, 1)):
        x = rng.normal(n, channels * r**2, height, width)
        found = notebook.pixel_shuffle(x, r)
        assert_shape(found, (n, channels, height * r, width * r), what="the picture")
        expected = torch.zeros(n, channels, height * r, width * r, dtype=torch.float64)
        for i in range(r):
            for j in range(r):
                expected[:, :, i::r, j::r] = x[:, i * r + j :: r**2]
        assert_close(found, expected, what=f"the picture for r = {r}", hint=hint, rtol=1e-12)


@points("pixel_shuffle", 1)
def test_it_can_be_undone(notebook, rng):
    """Cutting the result into blocks gives back the channels; equal channels repeat each pixel; r = 1 changes nothing."""
    x = rng.normal(2, 18, 3, 2)
    found = as_tensor(notebook.pixel_shuffle(x, 3), "the picture")
    assert_shape(found, (2, 2, 9, 6), what="the picture")
    hint = "Each r by r block of the result holds, row by row, the r^2 channels at one place."
    assert_close(
        nn.functional.pixel_unshuffle(found, 3), x, what="the picture, cut into blocks again,", hint=hint, rtol=1e-12
    )
    small = rng.normal(1, 2, 3, 4)
    found = notebook.pixel_shuffle(small.repeat_interleave(4, dim=1), 2)
    expected = small.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)
    assert_close(found, expected, what="the picture made of equal channels", hint=hint, rtol=1e-12)
    assert_close(notebook.pixel_shuffle(small, 1), small, what="the picture for r = 1", hint=hint, rtol=1e-12)


@points("pixel_shuffle", 1)
def test_it_is_your_own(notebook, rng):
    """Torch's own pixel shuffle is not called, and integers stay integers in their places."""
    x = rng.integers(0, 1000, (2, 8, 2, 3))
    y, calls = notebook.run(find_library_calls, x, 2)
    require(not calls, "torch's own pixel_shuffle is called", hint="Reshape, change the order of the axes, reshape.")
    assert_close(y, nn.functional.pixel_shuffle(x, 2), what="the picture", hint="Equation (9).", rtol=1e-12)
