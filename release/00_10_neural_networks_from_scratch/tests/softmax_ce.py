# Generated from lessons/00_prerequisites/10_neural_networks_from_scratch.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "softmax_ce"
points = 5


@test_case()
def public_check(env):
    global g, loss
    globals().update(env)
    loss, g = softmax_ce(np.zeros((3, 10)), np.array([1, 5, 5]))
    assert np.ndim(loss) == 0, "one number for the batch"
    assert np.shape(g) == (3, 10), "the gradient has the shape of the logits"
    assert np.asarray(g).dtype == np.float64, "float64 in, float64 out"
    assert np.abs(np.sum(g, axis=1)).max() < 1e-9, "each row of the gradient adds up to 0"
    assert 2 < loss < 2.5, "knowing nothing about ten classes costs log(10), whatever the size of the batch"
