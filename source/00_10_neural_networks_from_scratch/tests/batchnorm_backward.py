# Generated from lessons/00_prerequisites/10_neural_networks_from_scratch.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "batchnorm_backward"
points = 6


@test_case()
def public_check(env):
    global gradients, x
    globals().update(env)
    x = np.array([[1.0, 2.0], [3.0, 2.5], [-1.0, 0.0]])
    gradients = batchnorm_backward(np.array([[0.1, 0.2], [0.3, -0.4], [0.0, 0.5]]), x, np.array([1.0, 2.0]))
    assert [np.shape(each) for each in gradients] == [(3, 2), (2,), (2,)], "the shapes of x, gamma and beta"
    assert all(np.asarray(each).dtype == np.float64 for each in gradients), "float64 in, float64 out"
    assert np.abs(np.sum(gradients[0], axis=0)).max() < 1e-9, "moving all examples together changes nothing"
