# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_projection"
points = 6


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = is_projection(torch.eye(3, dtype=torch.float64))
    assert isinstance(answer, (bool, np.bool_)) or torch.as_tensor(answer).numel() == 1, "one answer, true or false"
    assert bool(answer), "the identity projects onto everything"
    assert not bool(is_projection(2 * torch.eye(3, dtype=torch.float64))), "2 I doubles every vector; a projection does not"
