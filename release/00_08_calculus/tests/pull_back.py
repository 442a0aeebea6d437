# Generated from lessons/00_prerequisites/08_calculus.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "pull_back"
points = 6


@test_case()
def public_check(env):
    global A, chain, g, y
    globals().update(env)
    A = np.array([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])
    chain = [(lambda x: A @ x, lambda x: A), (np.tanh, lambda x: np.diag(1 - np.tanh(x) ** 2))]
    y, g = pull_back(chain, np.array([0.1, 0.2, 0.3]), np.array([1.0, 0.0]))
    assert np.shape(y) == (2,), "the output of the last layer"
    assert np.asarray(y).dtype == np.asarray(g).dtype == np.float64, "float64 in, float64 out"
    assert np.shape(g) == (3,), "a gradient has the shape of what it is the gradient of: here, of the input"
    assert float(np.abs(pull_back(chain, np.ones(3), np.zeros(2))[1]).max()) == 0, (
        "a loss that does not mind has no gradient"
    )
