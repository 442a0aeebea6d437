# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "ablate"
points = 4


@test_case()
def public_check(env):
    global R, errors
    globals().update(env)
    R = torch.eye(64, dtype=torch.float64)[:, 20:40]
    errors = torch.as_tensor(ablate(train, test, [2, 8], R))
    assert errors.shape == (3, 2), "one row for each variant, one column for each k"
    assert bool((errors > 0).all()), "with so few numbers no variant is without error"
    assert bool((errors[:, 1] < errors[:, 0]).all()), "more numbers, less error, in each variant"
