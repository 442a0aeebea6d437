# Generated from lessons/00_prerequisites/11_python_and_data.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "windows"
points = 5


@test_case()
def public_check(env):
    global none, pieces
    globals().update(env)
    pieces = np.asarray(windows(np.arange(8), 3, 2))
    assert pieces.shape == (3, 3), "8 numbers, width 3, step 2: the word `learning` above"
    assert pieces.dtype == np.arange(8).dtype, "the dtype of the series"
    assert (pieces[:, 1] - pieces[:, 0] == 1).all(), "inside a window, neighbours of the series stay neighbours"
    none = np.asarray(windows(np.zeros(2), 5))
    assert none.shape == (0, 5), "too short for one window: no rows, five columns"
    assert none.dtype == np.float64, "the dtype of the series, also where there is no window"
