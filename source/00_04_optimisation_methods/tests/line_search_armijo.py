# Generated from lessons/00_prerequisites/04_optimisation_methods.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "line_search_armijo"
points = 5


@test_case()
def public_check(env):
    global bowl, found, theta
    globals().update(env)
    def bowl(theta):
        return 5 * theta.square().sum()


    theta = vector(1.0, -2.0)
    found = float(line_search_armijo(bowl, 10 * theta, theta, -10 * theta))
    assert 0 < found <= 1, "a length between 0 and the first one tried"
    assert float(bowl(theta - found * 10 * theta)) < float(bowl(theta)), "the step that you accepted leads uphill"
    assert theta.tolist() == [1.0, -2.0], "theta was changed"
