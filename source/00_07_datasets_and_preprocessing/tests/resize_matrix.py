# Generated from lessons/00_prerequisites/07_datasets_and_preprocessing.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "resize_matrix"
points = 6


@test_case()
def public_check(env):
    global R
    globals().update(env)
    R = resize_matrix(6, 4)
    assert R.shape == (4, 6), "a row for each new pixel, a column for each old one"
    assert R.dtype == torch.float64, "float64"
    assert torch.allclose(R.sum(dim=1), torch.ones(4, dtype=torch.float64)), "each row is a weighted mean"
