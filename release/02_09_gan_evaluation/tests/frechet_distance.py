# Generated from lessons/02_gans/09_gan_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "frechet_distance"
points = 7


@test_case()
def public_check(env):
    global one, zero
    globals().update(env)
    zero, one = torch.zeros(2, dtype=torch.float64), torch.eye(2, dtype=torch.float64)
    assert isinstance(frechet_distance(zero, one, zero, one), float), "one number, a Python float"
    assert abs(frechet_distance(zero, one, zero, one)) < 1e-9, "equal Gaussians have distance 0"
    assert abs(frechet_distance(zero, one, zero + 1, one) - 2) < 1e-9, "means apart, same covariance: squared length"
