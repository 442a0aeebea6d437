"""Wrong answers to `windows`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_every_window")
def forgets_the_last_window(series, width, step=1):
    """Believes that there are (T - w) / s windows."""
    n = max((len(series) - width) // step, 0)
    return series[step * np.arange(n)[:, None] + np.arange(width)]


@mutant(caught_by="test_every_window")
def ignores_the_step(series, width, step=1):
    """Believes that windows begin at every place."""
    n = max(len(series) - width + 1, 0)
    return series[np.arange(n)[:, None] + np.arange(width)]


@mutant(caught_by="test_every_window")
def begins_where_the_last_one_ended(series, width, step=1):
    """Believes that windows do not overlap."""
    n = len(series) // width
    return series[: n * width].reshape(n, width).copy()


@mutant(caught_by="test_every_window")
def wraps_around(series, width, step=1):
    """Believes that the last windows go on at the beginning of the series."""
    starts = np.arange(0, len(series), step)
    if len(series) < width:
        starts = starts[:0]
    return np.take(series, starts[:, None] + np.arange(width), mode="wrap") if len(series) else series.reshape(0, 1)


@mutant(caught_by="test_every_window")
def steps_inside_the_window(series, width, step=1):
    """Believes that the step is the distance of neighbours inside a window."""
    n = max((len(series) - width) // step + 1, 0)
    return np.take(series, np.arange(n)[:, None] + step * np.arange(width), mode="clip")


@mutant(caught_by="test_every_window")
def two_by_default(series, width, step=2):
    """Believes that half of the windows are enough if nothing is said."""
    n = max((len(series) - width) // step + 1, 0)
    return series[step * np.arange(n)[:, None] + np.arange(width)]


@mutant(caught_by="test_as_long_as_the_series_or_longer")
def always_has_one_window(series, width, step=1):
    """Believes that there is at least one window, filled up with zeros."""
    if len(series) < width:
        series = np.concatenate([series, np.zeros(width - len(series), dtype=series.dtype)])
    n = (len(series) - width) // step + 1
    return series[step * np.arange(n)[:, None] + np.arange(width)]


@mutant(caught_by="test_as_long_as_the_series_or_longer")
def loses_the_columns(series, width, step=1):
    """Believes that no windows are just an empty array."""
    if len(series) < width:
        return np.array([], dtype=series.dtype)
    n = (len(series) - width) // step + 1
    return series[step * np.arange(n)[:, None] + np.arange(width)]


@mutant(caught_by="test_a_copy_of_the_same_kind")
def returns_a_view_to_read(series, width, step=1):
    """Believes that NumPy's windows are arrays of their own."""
    if len(series) < width:
        return np.empty((0, width), dtype=series.dtype)
    return np.lib.stride_tricks.sliding_window_view(series, width)[::step]


@mutant(caught_by="test_a_copy_of_the_same_kind")
def returns_a_view_to_write(series, width, step=1):
    """Believes that nobody will write into the windows."""
    if len(series) < width:
        return np.empty((0, width), dtype=series.dtype)
    return np.lib.stride_tricks.sliding_window_view(series, width, writeable=True)[::step]


@mutant(caught_by="test_a_copy_of_the_same_kind")
def makes_floats(series, width, step=1):
    """Believes that a series is made of floats."""
    n = max((len(series) - width) // step + 1, 0)
    found = np.zeros((n, width))
    found[:] = series[step * np.arange(n)[:, None] + np.arange(width)]
    return found


@mutant(caught_by="test_no_loop")
def cuts_in_a_loop(series, width, step=1):
    """Believes that slices in a comprehension are no loop."""
    rows = [series[i : i + width] for i in range(0, len(series) - width + 1, step)]
    return np.array(rows, dtype=series.dtype).reshape(-1, width)
