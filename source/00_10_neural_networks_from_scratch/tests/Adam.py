# Generated from lessons/00_prerequisites/10_neural_networks_from_scratch.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "Adam"
points = 6


@test_case()
def public_check(env):
    global optimiser, slope, theta
    globals().update(env)
    theta, slope = np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.5, -0.5])
    optimiser = Adam([theta], lr=0.01)
    optimiser.step([slope])
    assert theta[0] != 1, "the array that was handed in has not moved"
    assert theta.shape == (3,), "its shape stays"
    assert theta.dtype == np.float64, "and so does its dtype"
    assert theta[0] < 1, "a number with a positive slope becomes smaller"
    assert theta[2] > 3, "a number with a negative slope becomes larger"
    assert slope.tolist() == [0.5, 0.5, -0.5], "a gradient was changed"
