"""Hidden tests of `overlap_counts`: the counts, the size of what is left, holes, an even floor."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, raises


def expect(size, kernel, stride, padding):
    """Equation (2), entry by entry."""
    total = (size - 1) * stride - 2 * padding + kernel
    return torch.tensor([sum(0 <= j + padding - i * stride < kernel for i in range(size)) for j in range(total)])


def draw(rng):
    """Sizes of a layer that leaves something."""
    while True:
        size, kernel, stride = (int(rng.integers(low, high)) for low, high in ((2, 9), (2, 7), (2, 5)))
        if kernel != stride and (size - 1) * stride + kernel > 7:
            return size, kernel, stride


@points("overlap_counts", 2)
def test_counts_without_padding(notebook, rng):
    """Each output pixel counts the patches that reach it; patches start a stride apart and are as wide as the kernel."""
    for size, kernel, stride in (draw(rng), draw(rng), draw(rng), (1, 5, 3), (4, 3, 1)):
        counts = notebook.overlap_counts(size, kernel, stride)
        hint = "Patch i covers the places from i * stride on, as many as the kernel is wide."
        what = f"the row of counts for kernel {kernel}, stride {stride}"
        assert_shape(counts, ((size - 1) * stride + kernel,), what=what, hint="Equation (1): the output grows.")
        assert_close(counts, expect(size, kernel, stride, 0), what=what, hint=hint)
        assert_dtype(counts, torch.int64, what=what, hint="Counts are whole numbers.")


@points("overlap_counts", 1)
def test_padding_cuts_both_ends(notebook, rng):
    """Padding cuts that many pixels off at each end, down to one or two that are left; none left is an error."""
    for size, kernel, stride in (draw(rng), draw(rng), (1, 7, 2), (3, 4, 2)):
        most = ((size - 1) * stride + kernel - 1) // 2
        for padding in {1, 2, most}:
            counts = notebook.overlap_counts(size, kernel, stride, padding)
            hint = "Cut the padding off at the left *and* at the right: what is left is the middle."
            assert_close(
                counts,
                expect(size, kernel, stride, padding),
                what=f"the row of counts with padding {padding}",
                hint=hint,
            )
        what = "overlap_counts with a padding that leaves nothing"
        with raises("ValueError", what=what, hint="Where no output pixel is left, raise a ValueError."):
            notebook.overlap_counts(size, kernel, stride, most + 1)


@points("overlap_counts", 1)
def test_patches_that_leave_holes(notebook, rng):
    """Where the stride is larger than the kernel, there are pixels that no patch reaches, and they count 0."""
    for _ in range(3):
        size, kernel = int(rng.integers(3, 7)), int(rng.integers(1, 4))
        stride = kernel + int(rng.integers(1, 4))
        counts = notebook.overlap_counts(size, kernel, stride)
        hint = "A stride beyond the kernel is allowed: the places between two patches count 0."
        assert_close(counts, expect(size, kernel, stride, 0), what="the row of counts of a layer with holes", hint=hint)


@points("overlap_counts", 1)
def test_an_even_floor(notebook, rng):
    """Away from the borders the counts are all kernel / stride where that is a whole number; else they differ by one."""
    for stride in (2, 3, 4):
        for kernel in (2 * stride, 3 * stride, 2 * stride + int(rng.integers(1, stride))):
            counts = as_tensor(notebook.overlap_counts(30, kernel, stride), "the row of counts")
            assert_shape(
                counts, (29 * stride + kernel,), what="the row of counts", hint="Equation (1): the output grows."
            )
            inner = counts[kernel : 29 * stride]
            wanted = torch.tensor([kernel // stride, -(-kernel // stride)])
            found = torch.stack([inner.min(), inner.max()]) if len(inner) else torch.zeros(2)
            hint = "Section 1: how many multiples of s are among k consecutive integers?"
            assert_close(
                found, wanted, what="the pair of the smallest and the largest count away from the borders", hint=hint
            )
