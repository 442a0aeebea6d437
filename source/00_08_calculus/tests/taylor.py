# Generated from lessons/00_prerequisites/08_calculus.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "taylor"
points = 5


@test_case()
def public_check(env):
    global bound, value
    globals().update(env)
    value, bound = (np.asarray(each) for each in taylor([2.0, 3.0, 1.0], 1.0, np.array([0.0, 1.0, 4.0]), 0.0))
    assert value.shape == bound.shape == (3,), "one prediction and one bound for each point"
    assert value.dtype == bound.dtype == np.float64, "float64 in, float64 out"
    assert np.abs(bound).max() == 0, "if the next derivative is zero everywhere, nothing is left out"
    assert np.asarray(taylor([1.0], 0.0, np.array([-1.0, 1.0]), 1.0)[1]).min() >= 0, "a bound is never negative"
    assert np.ndim(taylor([1.0, 1.0], 0.0, 0.5, 2.0)[0]) == 0, "one point, one prediction"
