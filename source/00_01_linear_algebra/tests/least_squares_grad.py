# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "least_squares_grad"
points = 5


@test_case()
def public_check(env):
    global W, X, at_minimum, gradient
    globals().update(env)
    W = torch.tensor([[1.0, 2.0, 0.0], [0.0, 1.0, 1.0]], dtype=torch.float64)
    X = torch.tensor([[1.0, -1.0, 2.0], [0.0, 3.0, 1.0], [2.0, 2.0, 2.0], [1.0, 0.0, 1.0]], dtype=torch.float64)
    gradient = torch.as_tensor(least_squares_grad(W, X, torch.zeros(4, 2, dtype=torch.float64)))
    assert gradient.shape == W.shape, "a gradient has the shape of what it is the gradient of"
    assert gradient.dtype == torch.float64, "float64 in, float64 out"
    at_minimum = torch.as_tensor(least_squares_grad(W, X, X @ W.T))
    assert float(at_minimum.abs().max()) < 1e-12, "where every prediction is right there is no downhill"
