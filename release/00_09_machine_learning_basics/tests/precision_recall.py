# Generated from lessons/00_prerequisites/09_machine_learning_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "precision_recall"
points = 5


@test_case()
def public_check(env):
    global precision, recall, table
    globals().update(env)
    table, precision, recall = precision_recall(np.array([1, 1, 0, 0, 0]), np.array([2.0, 1.0, 0.0, -1.0, -2.0]), 0.5)
    assert np.shape(table) == (2, 2), "two rows, two columns"
    assert np.sum(table) == 5, "each example is counted once"
    assert np.asarray(table).dtype.kind in "iu", "counts are whole numbers"
    assert np.ndim(precision) == np.ndim(recall) == 0, "one number each"
    assert precision == recall == 1, "these scores make no mistake"
