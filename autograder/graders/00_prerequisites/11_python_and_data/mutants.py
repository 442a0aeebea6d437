"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""
# ruff: noqa: B006, F821 -- some of the mistakes are of this kind, and names that are missing are the notebook's

import numpy as np

from autograder.testing import mutant

# --- first_failure


@mutant("first_failure", caught_by="test_the_order_on_the_page")
def looks_at_the_whole_page(cells):
    """Believes that a name is known wherever on the page it is written."""
    known = set().union(*(writes for _, writes in cells))
    for position, (reads, _) in enumerate(cells):
        if not reads <= known:
            return position, known
    return None, known


@mutant("first_failure", caught_by="test_the_order_on_the_page")
def counts_from_one(cells):
    """Believes that the first cell is number 1."""
    names = set()
    for position, (reads, writes) in enumerate(cells):
        if not reads <= names:
            return position + 1, names
        names = names | writes
    return None, names


@mutant("first_failure", caught_by="test_the_order_on_the_page")
def looks_at_the_cell_above_only(cells):
    """Believes that a cell sees what the cell right above it has written."""
    names, above = set(), set()
    for position, (reads, writes) in enumerate(cells):
        if not reads <= above:
            return position, names
        names, above = names | writes, writes
    return None, names


@mutant("first_failure", caught_by="test_the_order_on_the_page")
def returns_the_last_failure(cells):
    """Believes that the notebook goes on after an error, and reports the last one."""
    names, stop = set(), None
    for position, (reads, writes) in enumerate(cells):
        if reads <= names:
            names = names | writes
        else:
            stop = position
    return stop, names


@mutant("first_failure", caught_by="test_the_order_on_the_page")
def one_known_name_is_enough(cells):
    """Believes that a cell runs if any of the names that it reads is there."""
    names = set()
    for position, (reads, writes) in enumerate(cells):
        if reads and not reads & names:
            return position, names
        names = names | writes
    return None, names


@mutant("first_failure", caught_by="test_a_cell_reads_before_it_writes")
def writes_before_it_reads(cells):
    """Believes that `x = x * 3` defines its own x."""
    names = set()
    for position, (reads, writes) in enumerate(cells):
        if not reads <= names | writes:
            return position, names
        names = names | writes
    return None, names


@mutant("first_failure", caught_by="test_what_is_in_memory")
def the_failing_cell_writes(cells):
    """Believes that the cell that stops still defines its names."""
    names = set()
    for position, (reads, writes) in enumerate(cells):
        known = reads <= names
        names = names | writes
        if not known:
            return position, names
    return None, names


@mutant("first_failure", caught_by="test_what_is_in_memory")
def goes_on_after_the_failure(cells):
    """Believes that the cells below the error are run."""
    names, stop = set(), None
    for position, (reads, writes) in enumerate(cells):
        if not reads <= names:
            stop = position if stop is None else stop
            continue
        names = names | writes
    return stop, names


@mutant("first_failure", caught_by="test_what_is_in_memory")
def writes_into_a_given_set(cells):
    """Believes that `|=` makes a new set."""
    if not cells:
        return None, set()
    names = None
    for position, (reads, writes) in enumerate(cells):
        if not reads <= (names or set()):
            return position, names or set()
        if names is None:
            names = writes
        names |= writes
    return None, names


@mutant("first_failure", caught_by="test_what_is_in_memory")
def remembers_what_was_read(cells):
    """Believes that what is read is in memory, too, and keeps a list in which names come twice."""
    names = []
    for position, (reads, writes) in enumerate(cells):
        if not reads <= set(names):
            return position, names
        names = names + sorted(writes) + sorted(reads)
    return None, names


# --- count_ink


@mutant("count_ink", caught_by="test_pixels_at_the_level")
def counts_pixels_at_the_level(pictures, level):
    """Believes that "darker than" includes equal."""
    return (pictures >= level).sum(axis=1)


@mutant("count_ink", caught_by="test_pixels_at_the_level")
def counts_what_is_not_lighter(pictures, level):
    """Believes that what is not lighter or equal is darker, NaN included."""
    return (~(pictures <= level)).sum(axis=1)


@mutant("count_ink", caught_by="test_counts")
def counts_along_the_other_axis(pictures, level):
    """Believes that axis 0 is named because the rows are wanted."""
    return (pictures > level).sum(axis=0)


@mutant("count_ink", caught_by="test_counts")
def counts_all_pictures_together(pictures, level):
    """Believes that a sum without an axis is a sum for each row."""
    return np.array([(pictures > level).sum()])


@mutant("count_ink", caught_by="test_counts")
def adds_up_the_ink(pictures, level):
    """Believes that adding up the dark pixels counts them."""
    return np.where(pictures > level, pictures, 0).sum(axis=1).astype(np.int64)


@mutant("count_ink", caught_by="test_counts")
def takes_the_share(pictures, level):
    """Believes that a mean of true and false is a count."""
    return (pictures > level).mean(axis=1)


@mutant("count_ink", caught_by="test_other_numbers")
def looks_at_the_sign_of_a_difference(pictures, level):
    """Believes that the difference of small whole numbers has a sign."""
    return ((pictures - np.asarray(level).astype(pictures.dtype)) > 0).sum(axis=1)


@mutant("count_ink", caught_by="test_no_loop")
def loops_over_pictures_and_pixels(pictures, level):
    """Believes that a loop is as good if it is right."""
    counts = []
    for picture in pictures:
        count = 0
        for pixel in picture:
            if pixel > level:
                count = count + 1
        counts.append(count)
    return np.array(counts)


@mutant("count_ink", caught_by="test_no_loop")
def hides_the_loop_in_a_comprehension(pictures, level):
    """Believes that a comprehension is no loop."""
    return np.array([(picture > level).sum() for picture in pictures])


@mutant("count_ink", caught_by="test_no_loop")
def hides_the_loop_in_vectorize(pictures, level):
    """Believes that np.vectorize makes a function fast."""
    return np.vectorize(lambda pixel: 1 if pixel > level else 0)(pictures).sum(axis=1)


@mutant("count_ink", caught_by="test_no_loop")
def hides_the_loop_in_apply_along_axis(pictures, level):
    """Believes that a function of NumPy never loops in Python."""
    return np.apply_along_axis(lambda picture: (picture > level).sum(), 1, pictures)


# --- stretch


@mutant("stretch", caught_by="test_each_picture_for_itself")
def stretches_the_whole_batch(pictures):
    """Believes that one minimum and one maximum will do for all pictures."""
    x = pictures.astype(float)
    span = x.max() - x.min()
    return (x - x.min()) / (span if span > 0 else 1)


@mutant("stretch", caught_by="test_each_picture_for_itself")
def stretches_each_pixel_over_the_batch(pictures):
    """Believes that axis 0 goes along a picture."""
    x = pictures.astype(float)
    low = x.min(axis=0)
    span = x.max(axis=0) - low
    return (x - low) / np.where(span > 0, span, 1)


@mutant("stretch", caught_by="test_each_picture_for_itself")
def falls_into_the_square_trap(pictures):
    """Believes that [N] stands beside the rows, and only helps itself where there is an error."""
    x = pictures.astype(float)
    low, high = x.min(axis=1), x.max(axis=1)
    if x.shape[0] != x.shape[1]:
        low, high = low[:, None], high[:, None]
    span = high - low
    return (x - low) / np.where(span > 0, span, 1)


@mutant("stretch", caught_by="test_each_picture_for_itself")
def divides_by_the_maximum(pictures):
    """Believes that the span is the maximum."""
    x = pictures.astype(float)
    low, high = x.min(axis=1, keepdims=True), x.max(axis=1, keepdims=True)
    return (x - low) / np.where(high != 0, high, 1)


@mutant("stretch", caught_by="test_each_picture_for_itself")
def standardises(pictures):
    """Believes that mean 0 and spread 1 is the same thing."""
    x = pictures.astype(float)
    spread = x.std(axis=1, keepdims=True)
    return (x - x.mean(axis=1, keepdims=True)) / np.where(spread > 0, spread, 1)


@mutant("stretch", caught_by="test_each_picture_for_itself")
def stretches_the_callers_pictures(pictures):
    """Believes that `-=` makes a new array."""
    if pictures.dtype != np.float64:
        pictures = pictures.astype(float)
    pictures -= pictures.min(axis=1, keepdims=True)
    high = pictures.max(axis=1, keepdims=True)
    pictures /= np.where(high > 0, high, 1)
    return pictures


@mutant("stretch", caught_by="test_pictures_of_one_colour")
def adds_a_small_number(pictures):
    """Believes that a small number in the denominator does no harm."""
    x = pictures.astype(float)
    low = x.min(axis=1, keepdims=True)
    return (x - low) / (x.max(axis=1, keepdims=True) - low + 1e-12)


@mutant("stretch", caught_by="test_pictures_of_one_colour")
def divides_by_zero(pictures):
    """Believes that there is always something to stretch."""
    x = pictures.astype(float)
    low = x.min(axis=1, keepdims=True)
    with np.errstate(invalid="ignore"):
        return (x - low) / (x.max(axis=1, keepdims=True) - low)


@mutant("stretch", caught_by="test_pictures_of_one_colour")
def leaves_one_colour_as_it_is(pictures):
    """Believes that a picture of one colour had better stay as it is."""
    x = pictures.astype(float)
    low = x.min(axis=1, keepdims=True)
    span = x.max(axis=1, keepdims=True) - low
    return np.where(span > 0, (x - low) / np.where(span > 0, span, 1), x)


@mutant("stretch", caught_by="test_whole_numbers")
def subtracts_narrow_numbers(pictures):
    """Believes that a difference of whole numbers is always what it is on paper."""
    low = pictures.min(axis=1, keepdims=True)
    span = pictures.max(axis=1, keepdims=True) - low
    return ((pictures - low) / np.where(span == 0, 1, span)).astype(float)


@mutant("stretch", caught_by="test_whole_numbers")
def keeps_the_kind_of_number(pictures):
    """Believes that what comes in as a whole number has to go out as one."""
    x = pictures.astype(float)
    low = x.min(axis=1, keepdims=True)
    span = x.max(axis=1, keepdims=True) - low
    return ((x - low) / np.where(span > 0, span, 1)).astype(pictures.dtype)


@mutant("stretch", caught_by="test_no_loop")
def stretches_in_a_loop(pictures):
    """Believes that a loop over pictures is vectorised, since what is inside works on arrays."""
    rows = []
    for picture in pictures.astype(float):
        span = picture.max() - picture.min()
        rows.append((picture - picture.min()) / (span if span > 0 else 1))
    return np.array(rows)


# --- masked_mean


@mutant("masked_mean", caught_by="test_means_of_rows")
def divides_by_the_length(values, mask):
    """Believes that a mean divides by the length of the row."""
    return np.where(mask, values, 0).mean(axis=-1)


@mutant("masked_mean", caught_by="test_means_of_rows")
def averages_over_everything(values, mask):
    """Believes that `values[mask]` keeps its rows."""
    kept = values[mask]
    mean = kept.mean() if kept.size else 0.0
    return np.full(values.shape[:-1], mean)


@mutant("masked_mean", caught_by="test_means_of_rows")
def averages_along_the_first_axis(values, mask):
    """Believes that means of rows go along axis 0."""
    total = np.where(mask, values, 0).sum(axis=0)
    return total / np.maximum(mask.sum(axis=0), 1)


@mutant("masked_mean", caught_by="test_means_of_rows")
def counts_what_is_masked(values, mask):
    """Believes that True means: leave it out."""
    total = np.where(mask, 0, values).sum(axis=-1)
    return total / np.maximum((~mask).sum(axis=-1), 1)


@mutant("masked_mean", caught_by="test_means_of_rows")
def adds_a_small_number_to_the_count(values, mask):
    """Believes that a small number in the denominator does no harm."""
    return np.where(mask, values, 0).sum(axis=-1) / (mask.sum(axis=-1) + 1e-8)


@mutant("masked_mean", caught_by="test_anything_under_the_mask")
def multiplies_by_the_mask(values, mask):
    """Believes that 0 times anything is 0."""
    with np.errstate(invalid="ignore"):
        return (values * mask).sum(axis=-1) / np.maximum(mask.sum(axis=-1), 1)


@mutant("masked_mean", caught_by="test_anything_under_the_mask")
def cleans_nan_only(values, mask):
    """Believes that NaN is all that can stand under a mask."""
    clean = np.where(np.isnan(values), 0, values)
    with np.errstate(invalid="ignore"):
        return (clean * mask).sum(axis=-1) / np.maximum(mask.sum(axis=-1), 1)


@mutant("masked_mean", caught_by="test_nothing_counts")
def divides_by_no_entries(values, mask):
    """Believes that something counts in each row."""
    with np.errstate(invalid="ignore"):
        return np.where(mask, values, 0).sum(axis=-1) / mask.sum(axis=-1)


@mutant("masked_mean", caught_by="test_nothing_counts")
def falls_back_to_the_plain_mean(values, mask):
    """Believes that a row in which nothing counts has the mean of all that stands there."""
    count = mask.sum(axis=-1)
    total = np.where(mask, values, 0).sum(axis=-1) / np.maximum(count, 1)
    return np.where(count > 0, total, values.sum(axis=-1) / max(values.shape[-1], 1))


@mutant("masked_mean", caught_by="test_whole_numbers")
def divides_whole_numbers(values, mask):
    """Believes that the mean of whole numbers is a whole number."""
    total, count = np.where(mask, values, 0).sum(axis=-1), np.maximum(mask.sum(axis=-1), 1)
    return total // count if values.dtype.kind == "i" else total / count


@mutant("masked_mean", caught_by="test_whole_numbers")
def adds_up_in_the_kind_that_was_given(values, mask):
    """Believes that a sum fits into whatever its parts fit into."""
    total = np.where(mask, values, 0).astype(values.dtype).sum(axis=-1, dtype=values.dtype)
    return total / np.maximum(mask.sum(axis=-1), 1)


@mutant("masked_mean", caught_by="test_anything_under_the_mask")
def writes_zeros_into_the_values(values, mask):
    """Believes that the filling is nobody's, and may be overwritten."""
    values[~mask] = 0
    return values.sum(axis=-1) / np.maximum(mask.sum(axis=-1), 1)


# --- windows


@mutant("windows", caught_by="test_every_window")
def forgets_the_last_window(series, width, step=1):
    """Believes that there are (T - w) / s windows."""
    n = max((len(series) - width) // step, 0)
    return series[step * np.arange(n)[:, None] + np.arange(width)]


@mutant("windows", caught_by="test_every_window")
def ignores_the_step(series, width, step=1):
    """Believes that windows begin at every place."""
    n = max(len(series) - width + 1, 0)
    return series[np.arange(n)[:, None] + np.arange(width)]


@mutant("windows", caught_by="test_every_window")
def begins_where_the_last_one_ended(series, width, step=1):
    """Believes that windows do not overlap."""
    n = len(series) // width
    return series[: n * width].reshape(n, width).copy()


@mutant("windows", caught_by="test_every_window")
def wraps_around(series, width, step=1):
    """Believes that the last windows go on at the beginning of the series."""
    starts = np.arange(0, len(series), step)
    if len(series) < width:
        starts = starts[:0]
    return np.take(series, starts[:, None] + np.arange(width), mode="wrap") if len(series) else series.reshape(0, 1)


@mutant("windows", caught_by="test_every_window")
def steps_inside_the_window(series, width, step=1):
    """Believes that the step is the distance of neighbours inside a window."""
    n = max((len(series) - width) // step + 1, 0)
    return np.take(series, np.arange(n)[:, None] + step * np.arange(width), mode="clip")


@mutant("windows", caught_by="test_every_window")
def two_by_default(series, width, step=2):
    """Believes that half of the windows are enough if nothing is said."""
    n = max((len(series) - width) // step + 1, 0)
    return series[step * np.arange(n)[:, None] + np.arange(width)]


@mutant("windows", caught_by="test_as_long_as_the_series_or_longer")
def always_has_one_window(series, width, step=1):
    """Believes that there is at least one window, filled up with zeros."""
    if len(series) < width:
        series = np.concatenate([series, np.zeros(width - len(series), dtype=series.dtype)])
    n = (len(series) - width) // step + 1
    return series[step * np.arange(n)[:, None] + np.arange(width)]


@mutant("windows", caught_by="test_as_long_as_the_series_or_longer")
def loses_the_columns(series, width, step=1):
    """Believes that no windows are just an empty array."""
    if len(series) < width:
        return np.array([], dtype=series.dtype)
    n = (len(series) - width) // step + 1
    return series[step * np.arange(n)[:, None] + np.arange(width)]


@mutant("windows", caught_by="test_a_copy_of_the_same_kind")
def returns_a_view_to_read(series, width, step=1):
    """Believes that NumPy's windows are arrays of their own."""
    if len(series) < width:
        return np.empty((0, width), dtype=series.dtype)
    return np.lib.stride_tricks.sliding_window_view(series, width)[::step]


@mutant("windows", caught_by="test_a_copy_of_the_same_kind")
def returns_a_view_to_write(series, width, step=1):
    """Believes that nobody will write into the windows."""
    if len(series) < width:
        return np.empty((0, width), dtype=series.dtype)
    return np.lib.stride_tricks.sliding_window_view(series, width, writeable=True)[::step]


@mutant("windows", caught_by="test_a_copy_of_the_same_kind")
def makes_floats(series, width, step=1):
    """Believes that a series is made of floats."""
    n = max((len(series) - width) // step + 1, 0)
    found = np.zeros((n, width))
    found[:] = series[step * np.arange(n)[:, None] + np.arange(width)]
    return found


@mutant("windows", caught_by="test_no_loop")
def cuts_in_a_loop(series, width, step=1):
    """Believes that slices in a comprehension are no loop."""
    rows = [series[i : i + width] for i in range(0, len(series) - width + 1, step)]
    return np.array(rows, dtype=series.dtype).reshape(-1, width)


# --- one_hot


@mutant("one_hot", caught_by="test_unknown_labels")
def unknown_is_the_last_class(labels, classes):
    """Believes that np.eye knows what -1 means here."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return np.eye(classes)[labels]


@mutant("one_hot", caught_by="test_unknown_labels")
def unknown_is_an_error(labels, classes):
    """Believes that every label must be known."""
    if ((labels < 0) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return np.eye(classes)[labels]


@mutant("one_hot", caught_by="test_unknown_labels")
def unknown_is_all_classes(labels, classes):
    """Believes that an unknown picture belongs to all classes in equal parts."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    rows = (labels[:, None] == np.arange(classes)).astype(float)
    rows[labels == -1] = 1 / classes
    return rows


@mutant("one_hot", caught_by="test_known_labels")
def as_many_classes_as_occur(labels, classes):
    """Believes that the largest label tells how many classes there are."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    k = int(labels.max()) + 1 if len(labels) else classes
    return (labels[:, None] == np.arange(k)).astype(float)


@mutant("one_hot", caught_by="test_known_labels")
def classes_in_rows(labels, classes):
    """Believes that there is a row for each class."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return (np.arange(classes)[:, None] == labels).astype(float)


@mutant("one_hot", caught_by="test_known_labels")
def counts_classes_from_one(labels, classes):
    """Believes that the first class is number 1."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(1, classes + 1)).astype(float)


@mutant("one_hot", caught_by="test_known_labels")
def keeps_the_label_as_value(labels, classes):
    """Believes that the label itself stands in its column."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(classes)) * np.maximum(labels, 0)[:, None].astype(float)


@mutant("one_hot", caught_by="test_impossible_labels")
def ignores_impossible_labels(labels, classes):
    """Believes that a label without a column is an unknown one."""
    return (labels[:, None] == np.arange(classes)).astype(float)


@mutant("one_hot", caught_by="test_impossible_labels")
def looks_at_large_labels_only(labels, classes):
    """Believes that a negative label is always an unknown one."""
    if (labels >= classes).any():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(classes)).astype(float)


@mutant("one_hot", caught_by="test_impossible_labels")
def allows_one_class_too_many(labels, classes):
    """Believes that labels go up to the number of classes."""
    if ((labels < -1) | (labels > classes)).any():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(classes)).astype(float)


@mutant("one_hot", caught_by="test_impossible_labels")
def rejects_only_if_all_are_impossible(labels, classes):
    """Believes that `all` asks whether one of them is."""
    if len(labels) and ((labels < -1) | (labels >= classes)).all():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(classes)).astype(float)


@mutant("one_hot", caught_by="test_sizes_at_the_edge")
def forgets_the_columns_of_no_rows(labels, classes):
    """Believes that no labels are no table."""
    if len(labels) == 0:
        return np.zeros(0)
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(classes)).astype(float)


@mutant("one_hot", caught_by="test_sizes_at_the_edge")
def returns_true_and_false(labels, classes):
    """Believes that true and false are as good as 1 and 0."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return labels[:, None] == np.arange(classes)


# --- group_mean


@mutant("group_mean", caught_by="test_missing_values")
def fills_gaps_with_zeros(keys, values):
    """Believes that a missing value is a zero."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    counts = (members.T @ np.ones(values.shape)).astype(int)
    return groups, counts, members.T @ np.nan_to_num(values) / counts


@mutant("group_mean", caught_by="test_missing_values")
def lets_nan_through(keys, values):
    """Believes that NaN stays in its own group and column, and spoils no other sum."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    counts = (members.T @ ~np.isnan(values)).astype(int)
    with np.errstate(invalid="ignore"):
        return groups, counts, members.T @ values / np.maximum(counts, 1)


@mutant("group_mean", caught_by="test_missing_values")
def divides_by_all_members(keys, values):
    """Believes that the number of rows is the number of values."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    sums = members.T @ np.where(known, values, 0)
    return groups, (members.T @ known).astype(int), sums / (members.T @ np.ones(values.shape))


@mutant("group_mean", caught_by="test_missing_values")
def empty_groups_have_mean_zero(keys, values):
    """Believes that the mean of nothing is 0, as in masked_mean."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    counts = (members.T @ known).astype(int)
    return groups, counts, members.T @ np.where(known, values, 0) / np.maximum(counts, 1)


@mutant("group_mean", caught_by="test_missing_values")
def drops_rows_with_a_gap(keys, values):
    """Believes that a row with one missing value is worth nothing."""
    table = values.reshape(len(keys), -1)
    whole = ~np.isnan(table).any(axis=1)
    groups = np.unique(keys)
    counts = np.array([np.full(table.shape[1], (whole & (keys == g)).sum()) for g in groups])
    with np.errstate(invalid="ignore"):
        means = np.array([table[whole & (keys == g)].sum(axis=0) for g in groups]) / counts
    shape = (len(groups), *values.shape[1:])
    return groups, counts.reshape(shape), means.reshape(shape)


@mutant("group_mean", caught_by="test_counts_and_means")
def averages_all_columns_together(keys, values):
    """Believes that a group has one mean, however many columns there are."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    if values.ndim == 1:
        counts, sums = members.T @ known, members.T @ np.where(known, values, 0)
    else:
        counts = np.repeat((members.T @ known).sum(axis=1, keepdims=True), values.shape[1], axis=1)
        sums = np.repeat((members.T @ np.where(known, values, 0)).sum(axis=1, keepdims=True), values.shape[1], axis=1)
    means = np.full(sums.shape, np.nan)
    return groups, counts.astype(int), np.divide(sums, counts, out=means, where=counts > 0)


@mutant("group_mean", caught_by="test_counts_and_means")
def returns_sums(keys, values):
    """Believes that the product with the one-hot table averages."""
    groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    return groups, (members.T @ known).astype(int), members.T @ np.where(known, values, 0)


@mutant("group_mean", caught_by="test_counts_and_means")
def keeps_the_order_of_appearance(keys, values):
    """Believes that groups come in the order in which they are met."""
    groups = np.array(list(dict.fromkeys(keys.tolist())))
    counts = np.array([(~np.isnan(values[keys == g])).sum(axis=0) for g in groups])
    with np.errstate(invalid="ignore"):
        return groups, counts, np.array([np.nansum(values[keys == g], axis=0) for g in groups]) / counts


@mutant("group_mean", caught_by="test_keys_of_all_kinds")
def takes_keys_for_positions(keys, values):
    """Believes that keys are labels from 0 on, whenever they are whole numbers."""
    if keys.dtype.kind == "i" and keys.min() >= 0 and keys.max() < 100:
        groups, index = np.arange(keys.max() + 1), keys
    else:
        groups, index = np.unique(keys, return_inverse=True)
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    counts = (members.T @ known).astype(int)
    sums = members.T @ np.where(known, values, 0)
    means = np.full(sums.shape, np.nan)
    return groups, counts, np.divide(sums, counts, out=means, where=counts > 0)


@mutant("group_mean", caught_by="test_keys_of_all_kinds")
def takes_minus_one_for_unknown(keys, values):
    """Believes that a key of -1 belongs to no group, as with labels."""
    groups, index = np.unique(keys, return_inverse=True)
    if keys.dtype.kind == "i":
        groups, index = groups[groups != -1], np.where(keys == -1, -1, np.searchsorted(groups[groups != -1], keys))
    members = one_hot(index, len(groups))
    known = ~np.isnan(values)
    counts = (members.T @ known).astype(int)
    sums = members.T @ np.where(known, values, 0)
    means = np.full(sums.shape, np.nan)
    return groups, counts, np.divide(sums, counts, out=means, where=counts > 0)


@mutant("group_mean", caught_by="test_pictures")
def takes_the_median(keys, values):
    """Believes that the middle one is the average."""
    groups = np.unique(keys)
    counts = np.array([(~np.isnan(values[keys == g])).sum(axis=0) for g in groups])
    return groups, counts, np.array([np.nanmedian(values[keys == g], axis=0) for g in groups])


# --- top_k


@mutant("top_k", caught_by="test_ties")
def turns_the_order_round(scores, k):
    """Believes that largest first is smallest first, read backwards."""
    x = scores.astype(float)
    x = np.where(np.isnan(x), -np.inf, x)
    return np.argsort(x, kind="stable")[::-1][:k]


@mutant("top_k", caught_by="test_ties")
def sorts_as_it_comes(scores, k):
    """Believes that every sort keeps ties in order."""
    return np.argsort(-scores.astype(float))[:k]


@mutant("top_k", caught_by="test_ties")
def partitions(scores, k):
    """Believes that a partition finds the same positions as a sort, and sorts these afterwards."""
    x = -scores.astype(float)
    if k == 0 or k >= len(x):
        return np.argsort(x, kind="stable")[:k]
    best = np.argpartition(x, k)[:k]
    return best[np.argsort(x[best], kind="stable")]


@mutant("top_k", caught_by="test_largest_first")
def smallest_first(scores, k):
    """Believes that argsort begins with the largest."""
    return np.argsort(scores.astype(float), kind="stable")[:k]


@mutant("top_k", caught_by="test_largest_first")
def returns_the_scores(scores, k):
    """Believes that the scores themselves are wanted."""
    return -np.sort(-scores.astype(float))[:k]


@mutant("top_k", caught_by="test_largest_first")
def the_largest_comes_last(scores, k):
    """Believes that the last k positions of a sort are the answer, in their order."""
    x = scores.astype(float)
    order = np.argsort(-x, kind="stable")[:k]
    return order[::-1]


@mutant("top_k", caught_by="test_largest_first")
def returns_ranks(scores, k):
    """Believes that argsort says which rank each score has."""
    order = np.argsort(-scores.astype(float), kind="stable")
    return np.argsort(order, kind="stable")[:k]


@mutant("top_k", caught_by="test_not_a_number")
def nan_wins(scores, k):
    """Believes that reversing twice is enough, and forgets where NaN has been put."""
    x = scores.astype(float)
    return (len(x) - 1 - np.argsort(x[::-1], kind="stable")[::-1])[:k]


@mutant("top_k", caught_by="test_not_a_number")
def nan_is_minus_infinity(scores, k):
    """Believes that nothing is less than NaN made minus infinity, and that the two may be ties."""
    x = scores.astype(float)
    return np.argsort(-np.where(np.isnan(x), -np.inf, x), kind="stable")[:k]


@mutant("top_k", caught_by="test_not_a_number")
def nan_is_zero(scores, k):
    """Believes that a score that is missing is a score of 0."""
    return np.argsort(-np.nan_to_num(scores.astype(float), posinf=np.inf, neginf=-np.inf), kind="stable")[:k]


@mutant("top_k", caught_by="test_other_kinds_and_sizes")
def negates_unsigned_numbers(scores, k):
    """Believes that minus a whole number is always less than 0."""
    x = scores.astype(int) if scores.dtype == bool else scores
    return np.argsort(-x, kind="stable")[:k]


@mutant("top_k", caught_by="test_other_kinds_and_sizes")
def rounds_to_float32(scores, k):
    """Believes that float32 has room for every whole number."""
    x = scores.astype(np.float32) if scores.dtype.kind in "iu" else scores.astype(float)
    return np.argsort(-x, kind="stable")[:k]


@mutant("top_k", caught_by="test_other_kinds_and_sizes")
def fills_up(scores, k):
    """Believes that k positions have to come back, and repeats the last one."""
    order = np.argsort(-scores.astype(float), kind="stable")
    return order[np.minimum(np.arange(k), len(order) - 1)]


# --- leaderboard


@mutant("leaderboard", caught_by="test_crashed_runs_count")
def compares_with_nan(runs, penalty=2.3):
    """Believes that a missing loss is equal to NaN (first fault of the draft)."""
    table = runs.copy()
    table["crashed"] = table["loss"] == np.nan
    table.loc[table["crashed"], "loss"] = penalty
    rows = []
    for model, group in table.groupby("model"):
        rows.append(
            {"model": model, "runs": len(group), "crashed": group["crashed"].sum(), "loss": group["loss"].mean()}
        )
    return pd.DataFrame(rows).sort_values(["loss", "model"]).reset_index(drop=True)


@mutant("leaderboard", caught_by="test_crashed_runs_count")
def assigns_to_nowhere(runs, penalty=2.3):
    """Believes that an assignment with two pairs of brackets writes into the table (second fault of the draft)."""
    table = runs.copy()
    table["crashed"] = table["loss"].isna()
    part = table[table["crashed"]].copy()
    part["loss"] = penalty
    rows = []
    for model, group in table.groupby("model"):
        rows.append(
            {"model": model, "runs": len(group), "crashed": group["crashed"].sum(), "loss": group["loss"].mean()}
        )
    return pd.DataFrame(rows).sort_values(["loss", "model"]).reset_index(drop=True)


@mutant("leaderboard", caught_by="test_crashed_runs_count")
def drops_crashed_runs(runs, penalty=2.3):
    """Believes that a run without a loss is no run."""
    table = runs.dropna(subset=["loss"]) if runs["loss"].notna().any() else runs
    board = table.groupby("model")["loss"].agg(["size", "mean"]).reset_index()
    board = board.rename(columns={"size": "runs", "mean": "loss"})
    board["crashed"] = 0
    return board.sort_values(["loss", "model"]).reset_index(drop=True)


@mutant("leaderboard", caught_by="test_crashed_runs_count")
def ignores_the_penalty(runs, penalty=2.3):
    """Believes that the penalty is always the default."""
    table = runs.assign(crashed=runs["loss"].isna(), loss=runs["loss"].fillna(2.3))
    board = table.groupby("model").agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "mean"))
    return board.reset_index().sort_values(["loss", "model"], ignore_index=True)


@mutant("leaderboard", caught_by="test_crashed_runs_count")
def counts_the_survivors(runs, penalty=2.3):
    """Believes that `count` counts rows."""
    table = runs.assign(filled=runs["loss"].fillna(penalty), crashed=runs["loss"].isna())
    board = table.groupby("model").agg(runs=("loss", "count"), crashed=("crashed", "sum"), loss=("filled", "mean"))
    return board.reset_index().sort_values(["loss", "model"], ignore_index=True)


@mutant("leaderboard", caught_by="test_crashed_runs_count")
def takes_the_best_run(runs, penalty=2.3):
    """Believes that a model is as good as its best run."""
    table = runs.assign(crashed=runs["loss"].isna(), loss=runs["loss"].fillna(penalty))
    board = table.groupby("model").agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "min"))
    return board.reset_index().sort_values(["loss", "model"], ignore_index=True)


@mutant("leaderboard", caught_by="test_the_next_call_knows_nothing")
def remembers_the_last_call(runs, penalty=2.3, rows=[]):
    """Believes that a default list is made anew at each call (fourth fault of the draft)."""
    table = runs.copy()
    table["crashed"] = table["loss"].isna()
    table.loc[table["crashed"], "loss"] = penalty
    for model, group in table.groupby("model"):
        rows.append(
            {"model": model, "runs": len(group), "crashed": group["crashed"].sum(), "loss": group["loss"].mean()}
        )
    return pd.DataFrame(rows).sort_values(["loss", "model"]).reset_index(drop=True)


@mutant("leaderboard", caught_by="test_the_callers_table")
def writes_into_the_callers_table(runs, penalty=2.3):
    """Believes that a second name is a second table (third fault of the draft)."""
    table = runs
    table["crashed"] = table["loss"].isna()
    table["filled"] = table["loss"].fillna(penalty)
    board = table.groupby("model").agg(runs=("filled", "size"), crashed=("crashed", "sum"), loss=("filled", "mean"))
    return board.reset_index().sort_values(["loss", "model"], ignore_index=True)


@mutant("leaderboard", caught_by="test_the_callers_table")
def fills_the_callers_gaps(runs, penalty=2.3):
    """Believes that filling gaps in place tidies up for everybody."""
    crashed = runs["loss"].isna()
    runs.loc[crashed, "loss"] = penalty
    table = runs.assign(crashed=crashed)
    board = table.groupby("model").agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "mean"))
    return board.reset_index().sort_values(["loss", "model"], ignore_index=True)


@mutant("leaderboard", caught_by="test_order_and_row_numbers")
def keeps_the_old_numbers(runs, penalty=2.3):
    """Believes that sorting numbers the rows anew (fifth fault of the draft)."""
    table = runs.assign(crashed=runs["loss"].isna(), loss=runs["loss"].fillna(penalty))
    board = table.groupby("model").agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "mean"))
    return board.reset_index().sort_values(["loss", "model"])


@mutant("leaderboard", caught_by="test_order_and_row_numbers")
def highest_loss_first(runs, penalty=2.3):
    """Believes that more is better."""
    table = runs.assign(crashed=runs["loss"].isna(), loss=runs["loss"].fillna(penalty))
    board = table.groupby("model").agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "mean"))
    return board.reset_index().sort_values(["loss", "model"], ascending=[False, True], ignore_index=True)


@mutant("leaderboard", caught_by="test_order_and_row_numbers")
def leaves_ties_to_chance(runs, penalty=2.3):
    """Believes that sort_values keeps ties in order; here they come as they stood in the table."""
    table = runs.assign(crashed=runs["loss"].isna(), loss=runs["loss"].fillna(penalty))
    grouped = table.groupby("model", sort=False)
    board = grouped.agg(runs=("loss", "size"), crashed=("crashed", "sum"), loss=("loss", "mean"))
    return board.reset_index().sort_values("loss", ignore_index=True, kind="stable")


# --- is_shuffle


@mutant("is_shuffle", caught_by="test_pairs_and_contents")
def looks_at_pictures_alone(shuffle):
    """Believes that the labels will be all right if the pictures are."""
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    try:
        results = []
        for seed in (0, 1, 0):
            x, y = pictures.copy(), labels.copy()
            a, b = shuffle(x, y, np.random.default_rng(seed))
            if a.shape != x.shape or a.dtype != x.dtype or b.shape != y.shape or b.dtype != y.dtype:
                return False
            if not (np.array_equal(x, pictures) and np.array_equal(y, labels)):
                return False
            order = (a[:, 0] // 5).astype(int)
            if sorted(order) != list(range(60)) or not np.array_equal(a, pictures[order]):
                return False
            results.append(order.tolist())
    except Exception:
        return False
    return results[0] == results[2] != results[1] and list(range(60)) not in results


@mutant("is_shuffle", caught_by="test_pairs_and_contents")
def compares_sorted_columns(shuffle):
    """Believes that the same pictures and the same labels are the same pairs."""
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    try:
        results = []
        for seed in (0, 1, 0):
            x, y = pictures.copy(), labels.copy()
            a, b = shuffle(x, y, np.random.default_rng(seed))
            if a.shape != x.shape or a.dtype != x.dtype or b.shape != y.shape or b.dtype != y.dtype:
                return False
            if not (np.array_equal(x, pictures) and np.array_equal(y, labels)):
                return False
            if not np.array_equal(np.sort(b), labels) or not np.array_equal(np.sort(a, axis=0), pictures):
                return False
            results.append((a.tolist(), b.tolist()))
    except Exception:
        return False
    return results[0] == results[2] != results[1] and (pictures.tolist(), labels.tolist()) not in results


@mutant("is_shuffle", caught_by="test_pairs_and_contents")
def uses_pictures_of_one_colour(shuffle):
    """Believes that a picture is recognised by one number: all of its pixels are alike."""
    labels = np.arange(60)
    pictures = np.repeat(labels[:, None].astype(float), 5, axis=1)
    try:
        results = []
        for seed in (0, 1, 0):
            x, y = pictures.copy(), labels.copy()
            a, b = shuffle(x, y, np.random.default_rng(seed))
            if a.shape != x.shape or a.dtype != x.dtype or b.shape != y.shape or b.dtype != y.dtype:
                return False
            if not (np.array_equal(x, pictures) and np.array_equal(y, labels)):
                return False
            if sorted(b.tolist()) != list(range(60)) or not np.array_equal(a, pictures[b]):
                return False
            results.append(b.tolist())
    except Exception:
        return False
    return results[0] == results[2] != results[1] and list(range(60)) not in results


@mutant("is_shuffle", caught_by="test_pairs_and_contents")
def does_not_count_rows(shuffle):
    """Believes that whatever has its own label is fine, also if a row is there twice."""
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    try:
        results = []
        for seed in (0, 1, 0):
            x, y = pictures.copy(), labels.copy()
            a, b = shuffle(x, y, np.random.default_rng(seed))
            if a.shape != x.shape or a.dtype != x.dtype or b.shape != y.shape or b.dtype != y.dtype:
                return False
            if not (np.array_equal(x, pictures) and np.array_equal(y, labels)):
                return False
            if not np.array_equal(a, pictures[b]):
                return False
            results.append(b.tolist())
    except Exception:
        return False
    return results[0] == results[2] != results[1] and list(range(60)) not in results


@mutant("is_shuffle", caught_by="test_pairs_and_contents")
def accepts_everything(shuffle):
    """Believes that a program that runs is right, unless it does nothing."""
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    try:
        a, _ = shuffle(pictures.copy(), labels.copy(), np.random.default_rng(0))
    except Exception:
        return False
    return not np.array_equal(a, pictures)


@mutant("is_shuffle", caught_by="test_the_callers_arrays")
def forgets_the_callers_arrays(shuffle):
    """Believes that what was handed in is of no interest afterwards."""
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    try:
        results = []
        for seed in (0, 1, 0):
            a, b = shuffle(pictures.copy(), labels.copy(), np.random.default_rng(seed))
            if a.shape != (60, 5) or a.dtype != np.float64 or b.shape != (60,) or b.dtype != np.int64:
                return False
            if sorted(b.tolist()) != list(range(60)) or not np.array_equal(a, pictures[b]):
                return False
            results.append(b.tolist())
    except Exception:
        return False
    return results[0] == results[2] != results[1] and list(range(60)) not in results


@mutant("is_shuffle", caught_by="test_the_callers_arrays")
def compares_with_a_second_name(shuffle):
    """Believes that `before = pictures` keeps what was there before."""
    try:
        results = []
        for seed in (0, 1, 0):
            pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
            before, labels_before = pictures, labels
            a, b = shuffle(pictures, labels, np.random.default_rng(seed))
            if a.shape != (60, 5) or a.dtype != np.float64 or b.shape != (60,) or b.dtype != np.int64:
                return False
            if not (np.array_equal(before, pictures) and np.array_equal(labels_before, labels)):
                return False
            if sorted(b.tolist()) != list(range(60)) or not np.array_equal(a, np.arange(300.0).reshape(60, 5)[b]):
                return False
            results.append(b.tolist())
    except Exception:
        return False
    return results[0] == results[2] != results[1] and list(range(60)) not in results


@mutant("is_shuffle", caught_by="test_orders")
def calls_it_once(shuffle):
    """Believes that one call tells all."""
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    try:
        x, y = pictures.copy(), labels.copy()
        a, b = shuffle(x, y, np.random.default_rng(0))
        fine = a.shape == x.shape and a.dtype == x.dtype and b.shape == y.shape and b.dtype == y.dtype
        fine = fine and np.array_equal(x, pictures) and np.array_equal(y, labels)
        fine = fine and sorted(b.tolist()) == list(range(60)) and np.array_equal(a, pictures[b])
    except Exception:
        return False
    return bool(fine) and b.tolist() != list(range(60))


@mutant("is_shuffle", caught_by="test_orders")
def does_not_ask_for_the_same_again(shuffle):
    """Believes that another order for another seed is all that a generator is for."""
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    try:
        results = []
        for seed in (0, 1):
            x, y = pictures.copy(), labels.copy()
            a, b = shuffle(x, y, np.random.default_rng(seed))
            if a.shape != x.shape or a.dtype != x.dtype or b.shape != y.shape or b.dtype != y.dtype:
                return False
            if not (np.array_equal(x, pictures) and np.array_equal(y, labels)):
                return False
            if sorted(b.tolist()) != list(range(60)) or not np.array_equal(a, pictures[b]):
                return False
            results.append(b.tolist())
    except Exception:
        return False
    return results[0] != results[1] and list(range(60)) not in results


@mutant("is_shuffle", caught_by="test_orders")
def asks_with_one_seed_only(shuffle):
    """Believes that the same seed has to give the same order, and that this is all."""
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    try:
        results = []
        for seed in (0, 0):
            x, y = pictures.copy(), labels.copy()
            a, b = shuffle(x, y, np.random.default_rng(seed))
            if a.shape != x.shape or a.dtype != x.dtype or b.shape != y.shape or b.dtype != y.dtype:
                return False
            if not (np.array_equal(x, pictures) and np.array_equal(y, labels)):
                return False
            if sorted(b.tolist()) != list(range(60)) or not np.array_equal(a, pictures[b]):
                return False
            results.append(b.tolist())
    except Exception:
        return False
    return results[0] == results[1] and list(range(60)) not in results


@mutant("is_shuffle", caught_by="test_pairs_and_contents")
def tries_it_on_two_rows(shuffle):
    """Believes that two rows are enough, and rejects right programs that leave them as they are."""
    pictures, labels = np.arange(6.0).reshape(2, 3), np.arange(2)
    try:
        results = []
        for seed in (0, 1, 2, 3, 0):
            x, y = pictures.copy(), labels.copy()
            a, b = shuffle(x, y, np.random.default_rng(seed))
            if not np.array_equal(a, pictures[b]) or not np.array_equal(x, pictures) or not np.array_equal(y, labels):
                return False
            results.append(b.tolist())
    except Exception:
        return False
    return results[0] == results[-1] and [0, 1] not in results


@mutant("is_shuffle", caught_by="test_other_things_that_come_back")
def compares_values_only(shuffle):
    """Believes that arrays with equal values are equal, whatever their dtype."""
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    try:
        results = []
        for seed in (0, 1, 0):
            x, y = pictures.copy(), labels.copy()
            a, b = shuffle(x, y, np.random.default_rng(seed))
            b = b.astype(int)
            if not (np.array_equal(x, pictures) and np.array_equal(y, labels)):
                return False
            if sorted(b.tolist()) != list(range(60)) or not np.array_equal(a, pictures[b]):
                return False
            results.append(b.tolist())
    except Exception:
        return False
    return results[0] == results[2] != results[1] and list(range(60)) not in results


@mutant("is_shuffle", caught_by="test_other_things_that_come_back")
def crashes_with_the_program(shuffle):
    """Believes that a program under test never raises."""
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    results = []
    for seed in (0, 1, 0):
        x, y = pictures.copy(), labels.copy()
        a, b = shuffle(x, y, np.random.default_rng(seed))
        if a.shape != x.shape or a.dtype != x.dtype or b.shape != y.shape or b.dtype != y.dtype:
            return False
        if not (np.array_equal(x, pictures) and np.array_equal(y, labels)):
            return False
        if sorted(b.tolist()) != list(range(60)) or not np.array_equal(a, pictures[b]):
            return False
        results.append(b.tolist())
    return results[0] == results[2] != results[1] and list(range(60)) not in results


@mutant("is_shuffle", caught_by="test_orders")
def rejects_everything(shuffle):
    """Believes that one cannot be too careful: only the lesson's own program is right."""
    return getattr(shuffle, "__name__", "") == "shuffle_together"
