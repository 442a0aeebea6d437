# Generated from lessons/00_prerequisites/08_calculus.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "central_diff"
points = 4


@test_case()
def public_check(env):
    global points, slopes
    globals().update(env)
    points = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
    slopes = np.asarray(central_diff(np.sin, points))
    assert slopes.shape == (2, 3), "one slope for each point"
    assert slopes.dtype == np.float64, "float64 in, float64 out"
    assert np.abs(slopes).max() <= 1 + 1e-6, "the sine is nowhere steeper than 1: what is divided by what?"
    assert np.ndim(central_diff(math.exp, 0.5)) == 0, "one point, one slope"
