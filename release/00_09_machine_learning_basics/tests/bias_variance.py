# Generated from lessons/00_prerequisites/09_machine_learning_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "bias_variance"
points = 5


@test_case()
def public_check(env):
    global parts, same
    globals().update(env)
    parts = bias_variance(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]]), np.array([1.0, 2.0, 3.0]))
    assert len(parts) == 2, "two things: bias squared, variance"
    assert all(np.ndim(part) == 0 for part in parts), "averaged over the points: one number each"
    assert all(np.asarray(part).dtype == np.float64 for part in parts), "float64 in, float64 out"
    assert max(np.abs(parts)) == 0, "forecasts that are all right have neither bias nor variance"
    same = bias_variance(np.array([[5.0, 7.0], [5.0, 7.0]]), np.array([1.0, 2.0]))
    assert same[1] == 0, "fits that all say the same have no variance"
    assert same[0] > 10, "but these have a bias: each forecast is off by four or more, squared"
