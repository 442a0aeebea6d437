# Generated from lessons/00_prerequisites/09_machine_learning_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_honest"
points = 6


@test_case()
def public_check(env):
    global X, rng, test, train, verdict, y
    globals().update(env)
    rng = np.random.default_rng(0)
    X, y, train, test = rng.normal(size=(10, 3)), np.array([0.0, 1.0] * 5), np.arange(6), np.arange(6, 10)
    verdict = is_honest(lambda X, y, train, test: X[test].sum(axis=1) * y[train].mean(), X, y, train, test)
    assert isinstance(verdict, (bool, np.bool_)), "one answer, true or false"
    assert verdict, "this one uses training labels and each row's own features"
    assert not is_honest(lambda X, y, train, test: y[test], X, y, train, test), "this one reads the answers"
