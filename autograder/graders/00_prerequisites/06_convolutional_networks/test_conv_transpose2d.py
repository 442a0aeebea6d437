"""Hidden tests of `conv_transpose2d`: equation (6), that it is the adjoint of a convolution, its own making."""

import torch
from torch import nn

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def find_library_calls(ns, y, w, stride, padding):
    """The answer, the names of torch's functions that were called for it, and whether the inputs were changed."""
    names = []

    class Listen(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, func, types, args=(), kwargs=None):
            names.append(str(getattr(func, "__name__", "")))
            return func(*args, **(kwargs or {}))

    given = [y.clone(), w.clone()]
    with Listen():
        x = ns.conv_transpose2d(y, w, stride, padding)
    changed = any(not torch.equal(now, before) for now, before in zip((y, w), given))  # noqa: B905 -- of one length
    return x, [name for name in names if "conv" in name], changed


@points("conv_transpose2d", 2)
def test_stamps_add_up(notebook, rng):
    """Each number stamps the kernel, channels are summed, overlaps add up; strides up to and beyond the kernel's size."""
    hint = "Equation (6): add the kernel times y at (h, w) to the places s h + i, s w + j; += where stamps overlap."
    for kh, kw, stride in ((3, 3, 1), (3, 3, 2), (2, 2, 2), (4, 4, 2), (2, 3, 4), (1, 1, 3), (3, 2, 1)):
        y, w = rng.normal(2, 3, 3, 4), rng.normal(3, 2, kh, kw)
        found = notebook.conv_transpose2d(y, w, stride)
        assert_shape(found, (2, 2, 2 * stride + kh, 3 * stride + kw), what="the picture", hint="Equation (7).")
        expected = nn.functional.conv_transpose2d(y, w, stride=stride)
        assert_close(found, expected, what=f"the transposed convolution with stride {stride}", hint=hint)
    one, w = torch.zeros(1, 2, 1, 1, dtype=torch.float64), rng.normal(2, 2, 3, 3)
    one[0, 1] = 1
    hint = "A single 1 leaves a stamp of the kernel as it is, not mirrored."
    assert_close(notebook.conv_transpose2d(one, w), w[1:], what="the stamp of a single 1", hint=hint)


@points("conv_transpose2d", 2)
def test_it_is_the_adjoint_of_the_convolution(notebook, rng):
    """For random x and y, <conv x, y> equals <x, transposed conv y>, with stride and padding."""
    for height, width, k, stride, padding in (
        (7, 9, 3, 2, 1),
        (8, 6, 4, 2, 1),
        (6, 5, 3, 1, 2),
        (9, 9, 5, 2, 2),
        (7, 7, 1, 3, 0),
    ):
        w = rng.normal(4, 2, k, k)
        x = rng.normal(2, 2, height, width)
        there = nn.functional.conv2d(x, w, stride=stride, padding=padding)
        y = rng.normal(*there.shape)
        back = as_tensor(notebook.conv_transpose2d(y, w, stride, padding), "the picture")
        hint = "Size (7): 2 padding less than without. Padding takes rows and columns off."
        assert_shape(back, tuple(x.shape), what="the picture, which has to have the shape of x,", hint=hint)
        hint = "Equation (5). Is the kernel the same, unmirrored, and is as much cut off each side as was padded?"
        assert_close((x * back).sum(), (there * y).sum(), what="<x, transposed conv y>", hint=hint)


@points("conv_transpose2d", 1)
def test_padding_cuts(notebook, rng):
    """Padding takes that many rows and columns off each side, also where it is larger than the kernel; dtypes are kept."""
    for k, stride, padding in ((3, 2, 1), (3, 1, 2), (2, 3, 2), (1, 2, 2), (2, 2, 3), (4, 1, 0)):
        y, w = rng.normal(1, 2, 6, 7), rng.normal(2, 3, k, k)
        expected = nn.functional.conv_transpose2d(y, w, stride=stride)
        expected = expected[..., padding : expected.shape[2] - padding, padding : expected.shape[3] - padding]
        hint = "First as without padding; then cut. In the other recipe pad by k - 1 - p: a negative number cuts."
        found = notebook.conv_transpose2d(y, w, stride, padding)
        assert_close(found, expected, what=f"the result with kernel {k} and padding {padding}", hint=hint)
    y, w = rng.normal(1, 2, 3, 3), rng.normal(2, 2, 3, 3)
    found = notebook.conv_transpose2d(y.float(), w.float(), 2, 1)
    assert_dtype(found, torch.float32, what="the result for float32", hint="Make zeros of y's dtype: y.new_zeros(...).")


@points("conv_transpose2d", 1)
def test_it_is_your_own(notebook, rng):
    """Torch's own convolutions are not called, inputs are not changed, and the answer is right."""
    y, w = rng.normal(2, 3, 4, 3), rng.normal(3, 2, 3, 3)
    x, calls, changed = notebook.run(find_library_calls, y, w, 2, 1)
    hint = "The task is to write what torch's convolutions do; your own conv2d may be used."
    require(not calls, "torch's own convolution is called", hint=hint)
    require(not changed, "an input was changed", hint="Make new tensors: no `+=` on what was given.")
    assert_close(x, nn.functional.conv_transpose2d(y, w, stride=2, padding=1), what="the transposed convolution")
