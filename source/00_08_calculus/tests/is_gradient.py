# Generated from lessons/00_prerequisites/08_calculus.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_gradient"
points = 6


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = is_gradient(energy, gradient, np.array([0.5, 1.0]))
    assert isinstance(answer, (bool, np.bool_)), "one answer, true or false"
    assert answer, "this one is right"
    assert not is_gradient(energy, lambda x: -gradient(x), np.array([0.5, 1.0])), "this one points downhill"
