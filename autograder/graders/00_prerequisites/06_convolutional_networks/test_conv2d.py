"""Hidden tests of `conv2d`: equation (1) on pictures and kernels of many shapes, its meaning, its own making."""

import torch
from torch import nn

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, require


@inside
def find_library_calls(ns, x, w, b, stride, padding):
    """The answer, the names of torch's functions that were called for it, and whether the inputs were changed."""
    names = []

    class Listen(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            names.append(str(getattr(func, "__name__", "")))
            return func(*args, **(kwargs or {}))

    given = [x.clone(), w.clone(), b.clone()]
    with Listen():
        y = ns.conv2d(x, w, b, stride, padding)
    changed = any(not torch.equal(now, before) for now, before in zip((x, w, b), given))  # noqa: B905 -- of one length
    return y, [name for name in names if "conv" in name], changed


@points("conv2d", 2)
def test_sums_over_windows_and_channels(notebook, rng):
    """Each output is the sum over its window and all input channels, for square and other kernels, with an offset or none."""
    hint = "Equation (1): sum the window times the kernel over c, i and j; the kernel is not mirrored."
    for n, c_in, c_out, height, width, kh, kw in ((2, 3, 4, 6, 8, 3, 3), (3, 1, 2, 7, 7, 2, 2), (1, 4, 4, 5, 9, 3, 5)):
        x, w = rng.normal(n, c_in, height, width), rng.normal(c_out, c_in, kh, kw)
        assert_close(notebook.conv2d(x, w), nn.functional.conv2d(x, w), what="the convolution", hint=hint)
        b = rng.normal(c_out)
        offset = "The offset b_o belongs to output channel o: axis 1 of the result."
        found = notebook.conv2d(x, w, b)
        assert_close(found, nn.functional.conv2d(x, w, b), what="the convolution with offsets", hint=offset)
    x, w = rng.normal(1, 2, 4, 4), rng.normal(3, 2, 4, 4)
    assert_close(
        notebook.conv2d(x, w), nn.functional.conv2d(x, w), what="the convolution by a kernel as large as x", hint=hint
    )
    x, w = rng.normal(2, 3, 5, 4), rng.normal(2, 3, 1, 1)
    assert_close(
        notebook.conv2d(x, w), nn.functional.conv2d(x, w), what="the convolution by a 1 by 1 kernel", hint=hint
    )


@points("conv2d", 2)
def test_stride_and_padding(notebook, rng):
    """Padding adds zeros on all four sides, and the window moves on by the stride in both directions."""
    for stride, padding in ((1, 1), (2, 0), (2, 1), (3, 2), (1, 3), (4, 1)):
        x, w, b = rng.normal(2, 2, 8, 11), rng.normal(3, 2, 3, 3), rng.normal(3)
        found = notebook.conv2d(x, w, b, stride, padding)
        expected = nn.functional.conv2d(x, w, b, stride=stride, padding=padding)
        hint = "Zeros on each of the four sides first; then windows whose corners stand at multiples of the stride."
        assert_close(found, expected, what=f"the convolution with stride {stride} and padding {padding}", hint=hint)
    x, w = rng.normal(1, 2, 6, 6), rng.normal(2, 2, 3, 3)
    found = notebook.conv2d(x.float(), w.float(), None, 2, 1)
    assert_dtype(found, torch.float32, what="the convolution of float32 pictures", hint="Keep the dtype of x.")
    expected = nn.functional.conv2d(x, w, stride=2, padding=1)
    assert_close(found, expected, rtol=1e-5, atol=1e-5, what="the convolution of float32 pictures")


@points("conv2d", 1)
def test_moves_with_the_picture_and_is_your_own(notebook, rng):
    """A moved picture has a moved result, equation (2); and torch's own convolutions are not called, nor inputs changed."""
    small, w = rng.normal(1, 2, 5, 5), rng.normal(3, 2, 3, 3)
    still, moved = torch.zeros(2, 1, 2, 13, 13, dtype=torch.float64)
    still[..., 4:9, 4:9], moved[..., 6:11, 2:7] = small, small
    for stride, padding in ((1, 1), (2, 1)):
        first = as_tensor(notebook.conv2d(still, w, None, stride, padding), "the convolution")
        second = as_tensor(notebook.conv2d(moved, w, None, stride, padding), "the convolution")
        hint = (
            "The same weights at every place: a picture that is moved by the stride has a result that is moved by one."
        )
        expected = first.roll((2 // stride, -2 // stride), dims=(-2, -1))
        assert_close(second, expected, what="the convolution of a moved picture", hint=hint)
    x, w, b = rng.normal(2, 2, 5, 6), rng.normal(3, 2, 3, 3), rng.normal(3)
    y, calls, changed = notebook.run(find_library_calls, x, w, b, 1, 1)
    hint = "The task is to write what torch's convolutions do: pad, cut windows, sum."
    require(not calls, "torch's own convolution is called", hint=hint)
    require(not changed, "an input was changed", hint="Make new tensors: no `+=` on what was given.")
    assert_close(y, nn.functional.conv2d(x, w, b, padding=1), what="the convolution")
