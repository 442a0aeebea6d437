# Generated from lessons/00_prerequisites/07_datasets_and_preprocessing.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "Moments"
points = 6


@test_case()
def public_check(env):
    global moments
    globals().update(env)
    moments = Moments(2)
    moments.update(torch.tensor([[1.0, 2.0], [3.0, 5.0], [4.0, 0.0]]))
    assert moments.n == 3, "three rows came"
    assert moments.mean.shape == (2,), "one mean for each column"
    assert moments.mean.dtype == torch.float64, "gather in float64"
    assert moments.cov().shape == (2, 2), "every column with every column"
    assert moments.std().shape == (2,), "one standard deviation for each column"
    assert moments.cov().dtype == moments.std().dtype == torch.float64, "and answer in it"
