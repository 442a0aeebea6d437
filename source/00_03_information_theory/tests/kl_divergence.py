# Generated from lessons/00_prerequisites/03_information_theory.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "kl_divergence"
points = 5


@test_case()
def public_check(env):
    global kl, p, q
    globals().update(env)
    p = torch.tensor([[0.5, 0.5], [0.5, 0.5], [0.9, 0.1]], dtype=torch.float64)
    q = torch.tensor([[0.5, 0.5], [0.9, 0.1], [0.5, 0.5]], dtype=torch.float64)
    kl = torch.as_tensor(kl_divergence(p, q))
    assert kl.shape == (3,), "three pairs, three divergences"
    assert kl.dtype == torch.float64, "float64 in, float64 out"
    assert abs(float(kl[0])) < 1e-12, "of a distribution from itself: nothing"
    assert kl[1] > kl[2] > 0, "compare with the two numbers that the worked example printed"
