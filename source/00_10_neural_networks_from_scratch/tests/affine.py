# Generated from lessons/00_prerequisites/10_neural_networks_from_scratch.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "affine"
points = 5


@test_case()
def public_check(env):
    global back, gradients, y
    globals().update(env)
    y, back = affine(np.ones((4, 2)), np.ones((3, 2)), np.zeros(3))
    assert np.shape(y) == (4, 3), "one row for each example, one column for each neuron"
    assert np.asarray(y).dtype == np.float64, "float64 in, float64 out"
    gradients = back(np.zeros((4, 3)))
    assert [np.shape(each) for each in gradients] == [(4, 2), (3, 2), (3,)], "each gradient has the shape of its argument"
    assert all(np.asarray(each).dtype == np.float64 for each in gradients), "gradients, too, are float64"
