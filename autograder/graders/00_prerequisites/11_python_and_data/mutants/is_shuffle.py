"""Wrong answers to `is_shuffle`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_pairs_and_contents")
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


@mutant(caught_by="test_pairs_and_contents")
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


@mutant(caught_by="test_pairs_and_contents")
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


@mutant(caught_by="test_pairs_and_contents")
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


@mutant(caught_by="test_pairs_and_contents")
def accepts_everything(shuffle):
    """Believes that a program that runs is right, unless it does nothing."""
    pictures, labels = np.arange(300.0).reshape(60, 5), np.arange(60)
    try:
        a, _ = shuffle(pictures.copy(), labels.copy(), np.random.default_rng(0))
    except Exception:
        return False
    return not np.array_equal(a, pictures)


@mutant(caught_by="test_the_callers_arrays")
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


@mutant(caught_by="test_the_callers_arrays")
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


@mutant(caught_by="test_orders")
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


@mutant(caught_by="test_orders")
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


@mutant(caught_by="test_orders")
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


@mutant(caught_by="test_pairs_and_contents")
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


@mutant(caught_by="test_other_things_that_come_back")
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


@mutant(caught_by="test_other_things_that_come_back")
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


@mutant(caught_by="test_orders")
def rejects_everything(shuffle):
    """Believes that one cannot be too careful: only the lesson's own program is right."""
    return getattr(shuffle, "__name__", "") == "shuffle_together"
