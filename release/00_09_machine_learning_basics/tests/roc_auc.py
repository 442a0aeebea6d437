# Generated from lessons/00_prerequisites/09_machine_learning_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "roc_auc"
points = 6


@test_case()
def public_check(env):
    global area
    globals().update(env)
    area = roc_auc(np.array([1, 0, 1, 0, 0]), np.array([3.0, 1.0, 2.0, 0.0, -1.0]))
    assert np.ndim(area) == 0, "an area is one number"
    assert np.asarray(area).dtype == np.float64, "in double precision"
    assert abs(area - 1.0) < 1e-12, "every one stands above every zero"
    try:
        roc_auc(np.array([1, 1]), np.array([0.0, 1.0]))
    except ValueError:
        pass
    else:
        raise AssertionError("without a zero there is nothing to compare: a ValueError")
