# Generated from lessons/00_prerequisites/11_python_and_data.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "top_k"
points = 5


@test_case()
def public_check(env):
    global best
    globals().update(env)
    best = np.asarray(top_k(np.array([0.1, 0.7, 0.3, 0.9]), 2))
    assert best.shape == (2,), "two were asked for"
    assert best.dtype == np.int64, "positions are whole numbers, int64"
    assert best[0] == 3, "the largest score comes first, and its position is asked for, not the score"
    assert np.asarray(top_k(np.array([0.1, 0.7]), 5)).shape == (2,), "there are only two"
