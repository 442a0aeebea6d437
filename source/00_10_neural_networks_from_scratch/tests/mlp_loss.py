# Generated from lessons/00_prerequisites/10_neural_networks_from_scratch.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "mlp_loss"
points = 7


@test_case()
def public_check(env):
    global grads, layers, loss
    globals().update(env)
    layers = [(np.ones((5, 2)), np.zeros(5)), (np.ones((3, 5)), np.zeros(3))]
    loss, grads = mlp_loss(layers, np.array([[1.0, 2.0], [-1.0, 0.5]]), np.array([0, 2]))
    assert np.ndim(loss) == 0, "one number for the batch"
    assert len(grads) == 2, "one pair of gradients for each layer with weights"
    assert [np.shape(part) for pair in grads for part in pair] == [(5, 2), (5,), (3, 5), (3,)], "in the order of params"
    assert all(np.asarray(part).dtype == np.float64 for pair in grads for part in pair), "float64 in, float64 out"
