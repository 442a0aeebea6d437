"""Hidden tests of `resize_matrix`: equation (11) for fewer, as many and more pixels, written by the student."""

import torch

from autograder.testing import assert_close, assert_dtype, inside, points, require


@inside
def listen(ns, n_in, n_out, antialias):
    """The matrix, and the names of torch's functions for resizing that were called for it."""
    names = []

    class Listen(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            names.append(str(getattr(func, "__name__", "")))
            return func(*args, **(kwargs or {}))

    with Listen():
        R = ns.resize_matrix(n_in, n_out, antialias)
    return R, [
        name for name in names if "interpol" in name or "upsample" in name or "resize" in name or "grid_sample" in name
    ]


def reference(n_in, n_out, antialias):
    """What torch does to each old pixel by itself."""
    old = torch.eye(n_in, dtype=torch.float64)[None, None]
    size = (n_out, n_in)
    return torch.nn.functional.interpolate(old, size=size, mode="bilinear", antialias=antialias, align_corners=False)[
        0, 0
    ]


@points("resize_matrix", 2)
def test_fewer_pixels_antialiased(notebook, rng):
    """With fewer new pixels the tent widens, so that every old pixel is heard; this is the default."""
    hint = "Half-width max(1, s) around s (i + 1/2), and each row divided by its sum."
    sizes = [(12, 6), (12, 5), (28, 8), (7, 6), (9, 3), (10, 1)] + [
        (int(a), int(b)) for a, b in zip(rng.integers(30, 60, (3,)), rng.integers(2, 30, (3,)), strict=True)
    ]
    for n_in, n_out in sizes:
        right = reference(n_in, n_out, True)
        assert_close(notebook.resize_matrix(n_in, n_out, True), right, what="the matrix to fewer pixels", hint=hint)
        hint_default = "antialias is True unless somebody asks for something else."
        assert_close(
            notebook.resize_matrix(n_in, n_out), right, what="the matrix without a third argument", hint=hint_default
        )


@points("resize_matrix", 2)
def test_two_nearest_pixels(notebook, rng):
    """Without antialiasing, and for more pixels in any case, each new pixel hears the two nearest old ones."""
    sizes = [(12, 5), (9, 3), (6, 12), (5, 17), (3, 4), (2, 11)] + [
        (int(a), int(b)) for a, b in zip(rng.integers(3, 40, (4,)), rng.integers(2, 40, (4,)), strict=True)
    ]
    for n_in, n_out in sizes:
        hint = "Half-width 1, whatever s is; centres of pixels stand at a half."
        found = notebook.resize_matrix(n_in, n_out, False)
        assert_close(found, reference(n_in, n_out, False), what="the matrix without antialiasing", hint=hint)
        if n_out > n_in:
            hint = "For more pixels the tent stays one pixel wide: max(1, s)."
            found = notebook.resize_matrix(n_in, n_out, True)
            assert_close(found, reference(n_in, n_out, True), what="the matrix to more pixels", hint=hint)


@points("resize_matrix", 1)
def test_smallest_sizes(notebook):
    """One pixel, as many pixels as before, and the dtype."""
    for n_in, n_out in ((1, 1), (1, 4), (5, 1), (4, 1), (6, 6), (1, 2), (2, 1), (2, 2)):
        for antialias in (True, False):
            found = notebook.resize_matrix(n_in, n_out, antialias)
            hint = "As many pixels as before: nothing changes. One old pixel: all new ones are like it."
            assert_close(found, reference(n_in, n_out, antialias), what="the matrix of a small size", hint=hint)
            assert_dtype(found, torch.float64, what="the matrix", hint="float64, as the docstring says.")


@points("resize_matrix", 1)
def test_it_is_your_own(notebook, rng):
    """torch's own resizing is not called; pictures of one grey stay as they are, and fine stripes become grey."""
    for n_in, n_out, antialias in ((14, 5, True), (5, 9, True), (11, 4, False)):
        R, calls = notebook.run(listen, n_in, n_out, antialias)
        require(not calls, "torch's own resizing is called", hint="The task is to write what it does: equation (11).")
        assert_close(R, reference(n_in, n_out, antialias), what="the matrix")
    stripes = (torch.arange(64) % 2).double()
    found = notebook.resize_matrix(64, 16)
    require(len(found) == 16, "a row for each new pixel is missing", hint="R has shape [n_out, n_in].")
    grey = found.double() @ stripes
    message = "stripes of single pixels do not become grey"
    require(
        bool((grey[1:-1] - 0.5).abs().max() < 1e-6),
        message,
        hint="The tent has to be as wide as the new pixels are apart.",
    )
