# Generated from lessons/00_prerequisites/11_python_and_data.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "masked_mean"
points = 5


@test_case()
def public_check(env):
    global counts_here, losses, means
    globals().update(env)
    losses = np.array([[1.0, 2.0, 3.0, 9.0], [5.0, 7.0, 8.0, 8.0], [1.0, 1.0, 1.0, 1.0]])
    counts_here = np.array([[True, True, True, False], [True, True, False, False], [True, True, True, True]])
    means = np.asarray(masked_mean(losses, counts_here))
    assert means.shape == (3,), "three rows, three means"
    assert means.dtype == np.float64, "means are float64"
    assert means[2] == 1, "the mean of four ones, all of which count"
    assert np.isfinite(masked_mean(losses, np.zeros((3, 4), dtype=bool))).all(), "nothing counts: 0, not NaN"
