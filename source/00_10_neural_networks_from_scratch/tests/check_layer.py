# Generated from lessons/00_prerequisites/10_neural_networks_from_scratch.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "check_layer"
points = 6


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = check_layer(relu, [np.array([[1.0, -2.0], [3.0, -0.5]])])
    assert isinstance(answer, (bool, np.bool_)), "one answer, true or false"
    assert answer, "this layer is right"
    assert not check_layer(lambda x: (2 * x, lambda g: (g,)), [np.ones((2, 2))]), "the slope of 2 x is not 1"
