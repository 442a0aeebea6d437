# Generated from lessons/00_prerequisites/08_calculus.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "jacobian_fd"
points = 5


@test_case()
def public_check(env):
    global J
    globals().update(env)
    J = np.asarray(jacobian_fd(lambda x: np.array([x[0] * x[1], np.sin(x[2])]), np.array([1.0, 2.0, 3.0])))
    assert J.shape == (2, 3), "two outputs, three inputs: two rows, three columns"
    assert J.dtype == np.float64, "float64 in, float64 out"
    assert abs(J[0, 2]) < 1e-9, "the first output does not depend on the third input"
    assert np.asarray(jacobian_fd(lambda x: x[:1], np.ones(4))).shape == (1, 4), "one output is one row"
