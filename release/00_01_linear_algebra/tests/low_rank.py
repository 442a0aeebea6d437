# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "low_rank"
points = 6


@test_case()
def public_check(env):
    global A, best
    globals().update(env)
    A = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], dtype=torch.float64)
    best = torch.as_tensor(low_rank(A, 1))
    assert best.shape == (3, 2), "the approximation has the shape of A"
    assert best.dtype == torch.float64, "float64 in, float64 out"
    assert abs(float((A - best).norm()) - 0.5143) < 1e-3, "the error is not the singular value that was left out"
    assert torch.as_tensor(low_rank(torch.ones(5, 3, 2), 1)).shape == (5, 3, 2), "a batch of 5 stays a batch of 5"
