# Generated from lessons/00_prerequisites/08_calculus.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "hessian_fd"
points = 6


@test_case()
def public_check(env):
    global H, corner
    globals().update(env)
    corner = np.array([1.0, 2.0, 3.0])
    H = np.asarray(hessian_fd(lambda x: x[0] * x[1] + x[2], corner))
    assert H.shape == (3, 3), "one row and one column for each input"
    assert H.dtype == np.float64, "float64 in, float64 out"
    assert np.abs(H[2]).max() < 1e-5, "the slope by the last input is the same everywhere"
    assert corner.tolist() == [1.0, 2.0, 3.0], "the caller's point has moved"
