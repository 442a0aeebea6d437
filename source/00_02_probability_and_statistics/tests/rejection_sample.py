# Generated from lessons/00_prerequisites/02_probability_and_statistics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "rejection_sample"
points = 4


@test_case()
def public_check(env):
    global kept, log_q, u, x
    globals().update(env)
    x = torch.arange(8, dtype=float64).reshape(4, 2)
    log_q, u = torch.zeros(4, dtype=float64), torch.tensor([0.1, 0.6, 0.3, 0.9], dtype=float64)
    kept = torch.as_tensor(rejection_sample(x, torch.tensor([0.5, 0.5, 0.5, 0.5], dtype=float64).log(), log_q, 0.0, u))
    assert kept.shape == (len(kept), 2), "some rows of x, each as long as before"
    assert kept.dtype == float64, "the rows of x as they are"
    assert len(kept) < 4, "where the density is half as high as the proposals', not everything is accepted"
