# Generated from lessons/00_prerequisites/11_python_and_data.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "one_hot"
points = 5


@test_case()
def public_check(env):
    global rows
    globals().update(env)
    rows = np.asarray(one_hot(np.array([1, 3, 0]), 5))
    assert rows.shape == (3, 5), "three labels, five classes, though only three of them occur"
    assert rows.dtype == np.float64, "the result is float64"
    assert (rows.sum(axis=1) == 1).all(), "a known label has one 1 in its row"
    assert rows.max() == 1, "nothing but zeros and ones"
