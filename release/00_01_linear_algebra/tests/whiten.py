# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "whiten"
points = 5


@test_case()
def public_check(env):
    global X, Z
    globals().update(env)
    X = torch.tensor([[1.0, 1.0], [2.0, 3.0], [3.0, 2.0], [6.0, 6.0]], dtype=torch.float64)
    Z = torch.as_tensor(whiten(X))
    assert Z.shape == (4, 2), "these points vary in two directions"
    assert Z.dtype == torch.float64, "float64 in, float64 out"
    assert float(Z.mean(dim=0).abs().max()) < 1e-9, "whitened data has mean zero"
    assert torch.as_tensor(whiten(torch.cat([X, X], dim=1))).shape == (4, 2), "the same two directions, said twice"
