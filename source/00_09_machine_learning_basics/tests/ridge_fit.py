# Generated from lessons/00_prerequisites/09_machine_learning_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "ridge_fit"
points = 4


@test_case()
def public_check(env):
    global X, b, large, small, w
    globals().update(env)
    X = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [4.0, 1.0]])
    w, b = ridge_fit(X, np.array([3.0, 3.0, 3.0, 3.0]), 0.5)
    assert np.shape(w) == (2,), "one weight for each feature"
    assert np.asarray(w).dtype == np.float64, "float64 in, float64 out"
    assert np.ndim(b) == 0, "one intercept"
    assert abs(b - 3) < 1e-9, "if y is the same everywhere, no feature is needed: b alone says it, and costs nothing"
    small, large = (np.abs(ridge_fit(X, np.array([0.0, 1.0, 2.0, 4.0]), lam)[0]).sum() for lam in (10.0, 0.1))
    assert 0 < small < large, "the dearer weights are, the smaller they become"
