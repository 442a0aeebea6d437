"""Hidden tests of `masked_mean`: its values, what stands under the mask, and rows in which nothing counts."""

import numpy as np
import torch

from autograder.testing import assert_close, assert_dtype, inside, points, require

HINT = "Sum of those that count, divided by their number, along the last axis."


@inside
def ask(ns, values, mask):
    """The means, and whether values or mask have been changed."""
    v, m = values.copy(), mask.copy()
    found = ns.masked_mean(v, m)
    changed = v.tobytes() != values.tobytes() or m.tobytes() != mask.tobytes()
    return found, changed


def reference(values, mask):
    """Row by row."""
    length = values.shape[-1]
    rows = values.reshape(-1, length).tolist() if length else [[]] * int(np.prod(values.shape[:-1]))
    masks = mask.reshape(-1, length).tolist() if length else rows
    means = []
    for row, counted in zip(rows, masks, strict=True):
        kept = [x for x, c in zip(row, counted, strict=True) if c]
        means.append(sum(kept) / len(kept) if kept else 0.0)
    return torch.tensor(means, dtype=torch.float64).reshape(values.shape[:-1])


def check(notebook, values, mask, hint=HINT, what="the masked mean"):
    """Compare with the mean row by row."""
    found, changed = notebook.run(ask, values, mask)
    assert_close(found, reference(values, mask), rtol=1e-11, atol=1e-300, what=what, hint=hint)
    if not isinstance(found, float):
        assert_dtype(found, torch.float64, what=what, hint="A mean is a number with a point.")
    require(not changed, "values or mask are changed", hint="np.where makes a new array; `values[~mask] = 0` does not.")


def draw_mask(rng, shape, share=0.6):
    """A mask with about this share of True, and at least one in each row."""
    mask = rng.uniform(0, 1, shape).numpy() < share
    mask[..., 0] = True
    return mask


@points("masked_mean", 2)
def test_means_of_rows(notebook, rng):
    """Every row's mean is over its own entries that count, for one axis, two and more."""
    for shape in ((4, 6), (5, 5), (7,), (2, 3, 4), (3, 2, 2, 5), (1, 1), (6, 1)):
        for share in (0.5, 0.0, 1.1):
            values = rng.normal(*shape).numpy() + 2
            check(notebook, values, draw_mask(rng, shape, share))
    for size in (1e-9, 1e9):
        check(notebook, size * rng.normal(3, 5).numpy(), draw_mask(rng, (3, 5)))


@points("masked_mean", 1)
def test_anything_under_the_mask(notebook, rng):
    """NaN, infinities and huge numbers that do not count leave no trace."""
    values, mask = rng.normal(6, 8).numpy(), draw_mask(rng, (6, 8), 0.5)
    mask[:, -1] = False
    for junk in (np.nan, np.inf, -np.inf, 1e300):
        spoilt = np.where(mask, values, junk)
        hint = "0 times NaN is NaN, and 0 times infinity, too: choose the entries instead of multiplying by the mask."
        check(notebook, spoilt, mask, hint, "the mean beside entries that do not count")


@points("masked_mean", 1)
def test_nothing_counts(notebook, rng):
    """A row in which nothing counts has the mean 0, whatever stands there, and its neighbours keep theirs."""
    values, mask = rng.normal(5, 4).numpy() + 3, draw_mask(rng, (5, 4))
    mask[1], mask[4] = False, False
    values[4] = np.nan
    hint = "Where nothing counts, the sum is 0; by what may it be divided there?"
    check(notebook, values, mask, hint, "a batch with rows in which nothing counts")
    check(notebook, rng.normal(3).numpy(), np.zeros(3, dtype=bool), hint, "one row in which nothing counts")
    check(notebook, np.zeros((3, 0)), np.zeros((3, 0), dtype=bool), hint, "the mean of rows without entries")


@points("masked_mean", 1)
def test_whole_numbers(notebook, rng):
    """Whole numbers have means with a point, and small kinds of them do not overflow."""
    hint = "The mean of whole numbers need not be whole."
    for dtype, top in ((np.int64, 50), (np.int32, 50), (np.int64, -50)):
        values = rng.numpy.integers(min(0, top), max(0, top), (4, 9)).astype(dtype)
        check(notebook, values, draw_mask(rng, (4, 9)), hint, "the mean of whole numbers")
    values = rng.numpy.integers(100, 127, (3, 40)).astype(np.int8)
    check(notebook, values, draw_mask(rng, (3, 40), 0.9), hint, "the mean of small whole numbers")
