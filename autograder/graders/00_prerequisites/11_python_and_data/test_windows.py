"""Hidden tests of `windows`: which there are, what is in them, that they are a copy, and that nothing loops over them."""

import numpy as np
import torch

from autograder.testing import assert_close, assert_dtype, inside, points, require

HINT = "Window i begins at i times step and has width entries; the last one must fit."


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
def cut_letters(ns, text, width, step):
    """The windows of a text, as texts."""
    return ["".join(str(letter) for letter in row) for row in ns.windows(np.array(list(text)), width, step)]


@inside
def write_into(ns, series, width):
    """Write into a window: could it be written, has the series changed, has another window?"""
    given = series.copy()
    found = ns.windows(given, width)
    try:
        before = [float(x) for x in found[1]]
        found[0, -1] = 1000.0
        found[-1, 0] = 2000.0
    except (ValueError, TypeError, RuntimeError):
        return False, False, False
    return True, not np.array_equal(given, series), before != [float(x) for x in found[1]]


def reference(series, width, step):
    """One window after the other."""
    starts = range(0, len(series) - width + 1, step)
    rows = [series[start : start + width].astype(np.float64) for start in starts]
    return torch.from_numpy(np.stack(rows) if rows else np.empty((0, width)))


def check(notebook, series, width, step=None, hint=HINT):
    """Compare with one window after the other."""
    found = notebook.windows(series, width) if step is None else notebook.windows(series, width, step)
    assert_close(found, reference(series, width, 1 if step is None else step), what="the table of windows", hint=hint)
    return found


@points("windows", 2)
def test_every_window(notebook, rng):
    """All whole windows are there, in order, for any width and step, and by default at every place."""
    for length, width, step in ((10, 3, 1), (10, 3, 2), (11, 3, 4), (12, 4, 4), (13, 4, 4), (9, 2, 5), (20, 1, 3)):
        series = rng.normal(length).numpy()
        check(notebook, series, width, step)
        check(notebook, series, width)
    length = int(rng.integers(20, 60))
    for width in (1, 5, length - 1):
        for step in (1, 2, 7, length):
            check(notebook, rng.normal(length).numpy(), width, step)


@points("windows", 1)
def test_as_long_as_the_series_or_longer(notebook, rng):
    """A window as long as the series is there once; for a shorter series there is none, and the shape is [0, width]."""
    hint = "Of a series that is too short there are no windows, and still width columns. The formula can go below 0."
    for length, width, step in ((5, 5, 1), (5, 5, 3), (4, 5, 1), (2, 7, 3), (0, 3, 1), (1, 1, 1), (3, 9, 2), (1, 4, 1)):
        check(notebook, rng.normal(length).numpy(), width, step, hint)


@points("windows", 1)
def test_a_copy_of_the_same_kind(notebook, rng):
    """The windows have the dtype of the series, letters included, and writing into one changes nothing else."""
    for dtype in (np.int64, np.float32, np.uint8, np.bool_):
        found = check(notebook, rng.numpy.integers(0, 2, 9).astype(dtype), 4, 2)
        assert_dtype(
            found, getattr(torch, np.dtype(dtype).name), what="the table of windows", hint="The dtype of the series."
        )
    text = "".join("abcdefgh"[int(i)] for i in rng.integers(0, 8, (12,)))
    found = notebook.run(cut_letters, text, 5, 3)
    require(found == [text[i : i + 5] for i in (0, 3, 6)], "the windows of letters are wrong", hint=HINT)
    writable, series, neighbour = notebook.run(write_into, rng.normal(8).numpy(), 3)
    hint = "A view shares its numbers with the series. `.copy()` makes a copy, and so does indexing with positions."
    require(writable, "one cannot write into your windows", hint=hint)
    require(not series, "writing into a window changes the series", hint=hint)
    require(not neighbour, "writing into a window changes another one", hint=hint)


@points("windows", 1)
def test_no_loop(notebook, rng):
    """The instructions of Python do not grow with the number of windows."""
    cases = [(rng.normal(n).numpy(), 6, step) for n, step in ((20, 1), (1500, 1))]
    few, many = notebook.run(count_steps, "windows", cases)
    message = "the work of Python grows with the number of windows"
    require(many <= few + 800, message, hint="A table of positions: a column of beginnings plus a row of offsets.")
