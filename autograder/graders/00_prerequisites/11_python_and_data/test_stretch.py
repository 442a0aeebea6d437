"""Hidden tests of `stretch`: each picture for itself, pictures of one colour, narrow kinds of numbers, and no loop."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, require

HINT = "One minimum and one maximum for each row, as a column of shape [N, 1] beside the rows."


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
def ask(ns, pictures):
    """The stretched pictures, and whether the given ones have been changed."""
    given = pictures.copy()
    found = ns.stretch(given)
    return found, not np.array_equal(given, pictures)


def reference(pictures):
    """One picture after the other, in float64."""
    rows = []
    for row in pictures.astype(np.float64).tolist():
        low, high = min(row), max(row)
        rows.append([(x - low) / (high - low) if high > low else 0.0 for x in row])
    return torch.tensor(rows, dtype=torch.float64)


def check(notebook, pictures, hint=HINT, what="the stretched batch"):
    """Compare with one picture after the other."""
    found, changed = notebook.run(ask, pictures)
    assert_close(found, reference(pictures), rtol=1e-9, atol=1e-12, what=what, hint=hint)
    assert_dtype(found, torch.float64, what=what, hint="Begin with .astype(float).")
    require(
        not changed, "the caller's pictures are changed", hint="`x -= low` writes into x; `x - low` is a new array."
    )


@points("stretch", 2)
def test_each_picture_for_itself(notebook, rng):
    """Every picture's lightest pixel becomes 0 and its darkest 1, also where there are as many pictures as pixels."""
    for n, d in ((4, 6), (6, 4), (5, 5), (2, 2), (1, 7)):
        sizes = 10.0 ** rng.numpy.integers(-12, 10, (n, 1))
        check(notebook, (rng.normal(n, d).numpy() + rng.numpy.normal(size=(n, 1))) * sizes)
    found = as_tensor(notebook.stretch(rng.normal(30, 30).numpy()))
    require(bool(((found >= 0) & (found <= 1)).all()), "not all numbers lie between 0 and 1", hint=HINT)


@points("stretch", 1)
def test_pictures_of_one_colour(notebook, rng):
    """A picture whose pixels are all equal becomes 0, beside pictures that are stretched, and however faint these are."""
    pictures = rng.normal(5, 4).numpy()
    pictures[1], pictures[4] = 0.7, 0.0
    hint = (
        "Where maximum and minimum are equal, the numerator is 0: divide by 1 there. And add no small number elsewhere."
    )
    check(notebook, pictures, hint, "a batch with pictures of one colour")
    check(notebook, rng.normal(3, 1).numpy(), hint, "a batch of single pixels")
    check(notebook, rng.normal(3, 5).numpy() * 1e-14, hint, "a batch of very little contrast")


@points("stretch", 1)
def test_whole_numbers(notebook, rng):
    """Whole numbers of any kind are stretched like floats, also if they use the whole range of their kind."""
    hint = "Differences of narrow whole numbers count on from the other end. What has to be done before them?"
    for dtype in (np.int8, np.uint8, np.int16, np.int64, np.uint16):
        info = np.iinfo(dtype)
        top = min(int(info.max), 10**6)
        pictures = rng.numpy.integers(max(int(info.min), -top), top, (4, 6)).astype(dtype)
        pictures[0, 0], pictures[0, 1] = max(int(info.min), -top), top
        pictures[3] = 5
        check(notebook, pictures, hint, "a batch of whole numbers")
    check(notebook, rng.normal(3, 4).numpy().astype(np.float32), HINT, "a batch in float32")


@points("stretch", 1)
def test_no_loop(notebook, rng):
    """The instructions of Python do not grow with the number of pictures."""
    cases = [(rng.normal(n, 5).numpy(),) for n in (4, 900)]
    few, many = notebook.run(count_steps, "stretch", cases)
    message = "the work of Python grows with the number of pictures"
    require(
        many <= few + 800, message, hint="min and max with axis and keepdims, then arithmetic with the whole array."
    )
