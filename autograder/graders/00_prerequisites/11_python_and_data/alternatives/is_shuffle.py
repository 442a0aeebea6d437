"""Other right answers to `is_shuffle`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def shuffle_by_bytes(shuffle):
    """Recognises rows by their bytes, with random pictures and labels that repeat."""
    source = np.random.default_rng(99)
    pictures, labels = source.normal(size=(200, 3)), source.integers(0, 150, 200)
    pairs = sorted((row.tobytes(), int(label)) for row, label in zip(pictures, labels, strict=True))

    def run(seed):
        given = pictures.copy(), labels.copy()
        found = shuffle(*given, np.random.default_rng(seed))
        x, y = found
        assert isinstance(x, np.ndarray)
        assert isinstance(y, np.ndarray)
        assert (x.shape, x.dtype, y.shape, y.dtype) == (pictures.shape, pictures.dtype, labels.shape, labels.dtype)
        assert (given[0] == pictures).all()
        assert (given[1] == labels).all()
        assert sorted((row.tobytes(), int(label)) for row, label in zip(x, y, strict=True)) == pairs
        return x.tobytes()

    try:
        runs = [run(11), run(11), run(12)]
    except Exception:
        return False
    return runs[0] == runs[1] and runs[0] != runs[2] and pictures.tobytes() not in runs


@alternative
def shuffle_by_a_number_in_the_picture(shuffle):
    """Each picture is filled with its own label; returns NumPy's bool."""
    labels = np.arange(100)
    pictures = np.repeat(labels[:, None], 4, axis=1) + np.array([0.0, 0.25, 0.5, 0.75])
    fine, seen = np.True_, {}
    try:
        for seed in (3, 4, 3):
            x, y = pictures.copy(), labels.copy()
            a, b = shuffle(x, y, np.random.default_rng(seed))
            fine &= a.dtype == x.dtype and b.dtype == y.dtype and a.shape == x.shape and b.shape == y.shape
            fine &= np.array_equal(x, pictures) and np.array_equal(y, labels)
            fine &= np.array_equal(a, pictures[b]) and len(set(b.tolist())) == 100 and not np.array_equal(b, labels)
            fine &= np.array_equal(seen.setdefault(seed, b), b)
        fine &= not np.array_equal(seen[3], seen[4])
    except Exception:
        return np.False_
    return fine
