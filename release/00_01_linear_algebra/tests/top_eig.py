# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "top_eig"
points = 6


@test_case()
def public_check(env):
    global S, eigenvalue, start, v
    globals().update(env)
    S = torch.tensor([[2.0, 1.0], [1.0, 3.0]], dtype=torch.float64)
    start = torch.tensor([3.0, 4.0], dtype=torch.float64)
    eigenvalue, v = top_eig(S, start, 30)
    assert torch.as_tensor(eigenvalue).numel() == 1, "the eigenvalue is one number"
    assert torch.as_tensor(v).shape == (2,), "the eigenvector has the length of v0"
    assert abs(float(torch.as_tensor(v).norm()) - 1) < 1e-9, "v is to have length 1"
    assert start.tolist() == [3.0, 4.0], "v0 was changed"
