# Generated from lessons/00_prerequisites/09_machine_learning_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "logistic_loss_grad"
points = 6


@test_case()
def public_check(env):
    global X, grad_b, grad_w, loss, y
    globals().update(env)
    X, y = np.array([[1.0, 0.0, 2.0], [-1.0, 1.0, 0.5], [0.5, 0.0, 1.0], [2.0, 0.0, 1.0]]), np.array([1.0, 0.0, 0.0, 1.0])
    loss, grad_w, grad_b = logistic_loss_grad(np.zeros(3), 0.0, X, y)
    assert np.ndim(loss) == np.ndim(grad_b) == 0, "one loss, and one derivative by b"
    assert np.shape(grad_w) == (3,), "one derivative for each weight"
    assert np.asarray(grad_w).dtype == np.float64, "float64 in, float64 out"
    assert abs(loss - math.log(2)) < 1e-9, "who says one half of everything has a mean loss of log 2, however many examples"
    assert abs(grad_b) < 1e-9, "half of the answers are yes, and half was said: no reason to move b"
    assert logistic_loss_grad(np.zeros(3), 0.1, X, y)[2] > 0, "now too much was said: downhill is to the left"
