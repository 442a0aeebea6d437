"""Hidden tests of `wasserstein_1`: equal and different sizes, moves and stretches, repeated values."""

import torch

from autograder.testing import as_tensor, assert_close, points, require


def ask(notebook, x, y):
    """The student's distance: one number."""
    found = as_tensor(notebook.wasserstein_1(x, y), "the distance")
    require(found.numel() == 1, "the distance has to be one number", hint="Sum over the gaps.")
    return found.reshape(())


def distance(x, y):
    """Every value counted so often that both samples are of the same size; then sorted, and compared one by one."""
    many_x, many_y = x.repeat_interleave(len(y)), y.repeat_interleave(len(x))
    return (many_x.sort().values - many_y.sort().values).abs().mean()


@points("wasserstein_1", 1)
def test_samples_of_equal_size(notebook, rng):
    """For one size it is the mean distance of the smallest to the smallest, the second to the second, and so on."""
    for n, scale in ((2, 1.0), (9, 3.0), (40, 0.1)):
        x, y = scale * rng.normal(n), scale * (1.5 * rng.normal(n) + 0.3)
        hint = "Sort both; each gap of the merged sample counts with |F - G|, absolute: not squared, not the largest."
        assert_close(ask(notebook, x, y), distance(x, y), what="the distance of samples of equal size", hint=hint)


@points("wasserstein_1", 2)
def test_samples_of_different_sizes(notebook, rng):
    """Each value of a sample weighs one over the size of ITS sample, and all values count."""
    for n, m in ((4, 6), (7, 3), (1, 5), (20, 13)):
        x, y = rng.normal(n), 0.5 + 2 * rng.normal(m)
        hint = "F jumps by 1/n at each x and G by 1/m at each y; do not cut the longer sample, nor interpolate."
        assert_close(ask(notebook, x, y), distance(x, y), what="the distance of samples of different sizes", hint=hint)
        assert_close(ask(notebook, y, x), distance(x, y), what="the distance with the samples swapped", hint=hint)


@points("wasserstein_1", 1)
def test_moved_and_stretched(notebook, rng):
    """A sample that is moved as a whole is as far away as it was moved, in either direction, and units carry over."""
    x = rng.normal(12)
    for way in (0.25, -3.0, 100.0):
        found = ask(notebook, x, x[torch.from_numpy(rng.numpy.permutation(12))] + way)
        hint = "The distance is in the unit of the sample, and it is never negative."
        assert_close(found, abs(way), what="the distance of a sample from itself, moved", hint=hint)
    y = rng.normal(7)
    what = "the distance of samples in another unit"
    assert_close(ask(notebook, 1000 * x, 1000 * y), 1000 * distance(x, y), what=what, hint="Nothing is normalised.")
    spread = torch.cat([x - 5, x + 5])
    hint = "Two samples with the same mean may be far from each other."
    assert_close(
        ask(notebook, x, spread), distance(x, spread), what="the distance of samples with equal means", hint=hint
    )


@points("wasserstein_1", 1)
def test_repeated_and_single_values(notebook, rng):
    """Repeated values count as often as they occur, a single value is a sample, and twice the same sample is the same."""
    x = rng.integers(0, 4, (11,)).double()
    y = rng.integers(1, 5, (6,)).double()
    hint = "At a repeated value F jumps by as many steps: count values that are at most t."
    assert_close(ask(notebook, x, y), distance(x, y), what="the distance of samples with repeated values", hint=hint)
    point = rng.normal(1)
    what = "the distance of a sample from a single value"
    assert_close(ask(notebook, x, point), (x - point).abs().mean(), what=what, hint=hint)
    twice = x.repeat(2)[torch.from_numpy(rng.numpy.permutation(22))]
    what = "the distance of a sample from itself, with each value twice"
    assert_close(ask(notebook, x, twice), 0.0, atol=1e-6, what=what, hint=hint)
    assert_close(ask(notebook, point, point + 2), 2.0, what="the distance of two single values", hint=hint)
