# Generated from lessons/00_prerequisites/10_neural_networks_from_scratch.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "Adam"
points = 6


@test_case()
def public_check(env):
    global moved, optimiser, slope, theta
    globals().update(env)
    theta, slope = np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.5, -0.5])
    optimiser = Adam([theta], lr=0.01)
    moved = optimiser.step([slope])
    assert [np.shape(array) for array in moved] == [(3,)], "a list of the arrays, with their shapes"
    assert np.asarray(moved[0]).dtype == np.float64, "float64 stays float64"
    assert theta[0] != 1, "the array that was handed in has not moved"
    assert theta[0] < 1, "a number with a positive slope becomes smaller"
    assert theta[2] > 3, "a number with a negative slope becomes larger"
    assert slope.tolist() == [0.5, 0.5, -0.5], "a gradient was changed"
