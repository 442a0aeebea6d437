# Generated from lessons/00_prerequisites/09_machine_learning_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "cv_error"
points = 6


@test_case()
def public_check(env):
    global X, error, parts
    globals().update(env)
    X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [4.0, 1.0], [5.0, 1.0]])
    parts = [(np.array([2, 3, 4]), np.array([0, 1])), (np.array([0, 1]), np.array([2, 3, 4]))]
    error = cv_error(X, np.full(5, 2.0), 0.1, parts)
    assert np.ndim(error) == 0, "one number"
    assert np.asarray(error).dtype == np.float64, "float64 in, float64 out"
    assert abs(error) < 1e-12, "if y is the same everywhere, nobody can be wrong"
    assert cv_error(X, np.array([0.0, 0.0, 5.0, 5.0, 5.0]), 0.1, parts) > 0.1, "nor can anybody know what was not taught"
    assert X[3, 0] == 4.0, "the caller's table has changed"
