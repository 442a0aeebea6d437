# Generated from lessons/00_prerequisites/03_information_theory.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "wasserstein_1"
points = 5


@test_case()
def public_check(env):
    global x
    globals().update(env)
    x = torch.tensor([3.0, 0.0, 1.0], dtype=torch.float64)
    assert torch.as_tensor(wasserstein_1(x, x + 2)).numel() == 1, "one number"
    assert abs(float(wasserstein_1(x, x.flip(0)))) < 1e-12, "the order of a sample means nothing"
    assert float(wasserstein_1(x, x + 2)) > float(wasserstein_1(x, x + 1)) > 0, "further away is further away"
    assert math.isfinite(float(wasserstein_1(x, x[:2]))), "samples of different sizes"
