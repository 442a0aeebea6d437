# Generated from lessons/00_prerequisites/11_python_and_data.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "stretch"
points = 5


@test_case()
def public_check(env):
    global stretched
    globals().update(env)
    stretched = stretch(np.array([[2.0, 4.0, 3.0], [0.0, 10.0, 10.0]]))
    stretched = np.asarray(stretched)
    assert stretched.shape == (2, 3), "as many pictures and pixels as before"
    assert stretched.dtype == np.float64, "the result is float64"
    assert stretched.min() == 0, "the lightest pixel becomes 0"
    assert stretched.max() == 1, "the darkest pixel becomes 1"
    assert np.isfinite(stretch(np.ones((1, 4)))).all(), "a picture of one colour: 0 divided by 0 is not a number"
