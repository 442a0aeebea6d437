"""Hidden tests of `count_ink`: its counts, its edge cases, and that nothing loops over pictures or pixels."""

import numpy as np
import torch

from autograder.testing import assert_close, assert_dtype, inside, points, require

HINT = "A comparison makes an array of true and false; which axis has to disappear?"


@inside
def count_steps(ns, name, cases):
    """How many instructions of Python one function takes, for each of several inputs."""
    import sys

    counts = []
    for args in cases:
        steps = 0

        def watch(frame, event, _):
            nonlocal steps
            frame.f_trace_opcodes = True
            steps += event in ("opcode", "call")
            return watch

        function = getattr(ns, name)
        before = sys.gettrace()
        sys.settrace(watch)
        try:
            function(*args)
        finally:
            sys.settrace(before)
        counts.append(steps)
    return counts


@inside
def ask(ns, pictures, level):
    """The counts, and whether the pictures have been changed."""
    given = pictures.copy()
    found = ns.count_ink(given, level)
    return found, not np.array_equal(given, pictures, equal_nan=pictures.dtype.kind == "f")


def reference(pictures, level):
    """Counted one by one."""
    return torch.tensor([sum(1 for pixel in row if pixel > level) for row in pictures.tolist()]).double()


def check(notebook, pictures, level, hint=HINT):
    """Compare with the counts one by one."""
    found, changed = notebook.run(ask, pictures, level)
    assert_close(found, reference(pictures, level), what="the array of counts", hint=hint)
    assert_dtype(found, torch.int64, what="the array of counts", hint="A sum of true and false is a whole number.")
    require(not changed, "the pictures are changed", hint="Compare; do not write into what you are given.")


@points("count_ink", 1)
def test_counts(notebook, rng):
    """For every picture the darker pixels are counted, also where there are as many pictures as pixels, or only one."""
    for n, d in ((5, 9), (7, 7), (1, 6), (6, 1), (1, 1), (3, 64)):
        check(notebook, rng.uniform(0, 1, (n, d)).numpy(), float(rng.uniform(0.2, 0.8)))


@points("count_ink", 1)
def test_pixels_at_the_level(notebook, rng):
    """A pixel that is exactly at the level does not count, and neither does one that is NaN."""
    pictures = rng.integers(0, 5, (6, 20)).numpy() / 4
    for level in (0.0, 0.5, 1.0, 0.25):
        check(notebook, pictures, level, "Strictly greater: a pixel at the level is not darker than the level.")
    pictures = rng.normal(4, 10).numpy()
    pictures[rng.uniform(0, 1, (4, 10)).numpy() < 0.4] = np.nan
    for level in (0.0, -5.0):
        check(notebook, pictures, level, "Every comparison with NaN is false.")


@points("count_ink", 1)
def test_other_numbers(notebook, rng):
    """Whole numbers, negative levels, and pictures in which all pixels or none are darker."""
    for dtype in (np.uint8, np.int64, np.float32):
        check(notebook, rng.integers(0, 200, (4, 300)).numpy().astype(dtype), 99)
    check(notebook, rng.normal(5, 8).numpy() * 1e-9, 0.0)
    check(notebook, rng.normal(5, 8).numpy(), -100.0)
    check(notebook, rng.normal(5, 8).numpy(), 100)


@points("count_ink", 1)
def test_no_loop(notebook, rng):
    """The instructions of Python do not grow with the number of pictures or pixels."""
    few, more_pictures, more_pixels = (rng.uniform(0, 1, shape).numpy() for shape in ((4, 4), (900, 4), (4, 900)))
    counts = notebook.run(count_steps, "count_ink", [(few, 0.5), (more_pictures, 0.5), (more_pixels, 0.5)])
    hint = "One comparison and one sum, of the whole array. A comprehension and np.vectorize are loops, too."
    require(counts[1] <= counts[0] + 800, "the work of Python grows with the number of pictures", hint=hint)
    require(counts[2] <= counts[0] + 800, "the work of Python grows with the number of pixels", hint=hint)
