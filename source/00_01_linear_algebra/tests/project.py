# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "project"
points = 6


@test_case()
def public_check(env):
    global A, P, b, p
    globals().update(env)
    A = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]], dtype=torch.float64)
    b = torch.tensor([1.0, 2.0, 6.0], dtype=torch.float64)
    p, P = project(A, b)
    p, P = torch.as_tensor(p), torch.as_tensor(P)
    assert p.shape == (3,), "p is a point of the same space as b"
    assert P.shape == (3, 3), "P takes a vector of length m and returns one of length m"
    assert p.dtype == P.dtype == torch.float64, "float64 in, float64 out"
    assert float((A.T @ (b - p)).abs().max()) < 1e-9, "the residual b - p is not at right angles to the columns of A"
    assert torch.as_tensor(project(torch.ones(3, 2, dtype=torch.float64), b)[1]).shape == (3, 3), "dependent columns"
