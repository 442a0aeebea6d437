# Generated from lessons/00_prerequisites/02_probability_and_statistics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "kl_gaussians"
points = 5


@test_case()
def public_check(env):
    global here, one, there, two
    globals().update(env)
    one, two = torch.eye(3, dtype=float64), 2 * torch.eye(3, dtype=float64)
    here, there = torch.zeros(3, dtype=float64), torch.ones(3, dtype=float64)
    assert torch.as_tensor(kl_gaussians(here, one, there, two)).numel() == 1, "one number for two distributions"
    assert abs(float(kl_gaussians(here, two, here, two))) < 1e-9, "from a distribution to itself it is no distance at all"
    assert float(kl_gaussians(here, one, there, one)) > 0, "different means: the divergence is positive"
