# Generated from lessons/00_prerequisites/02_probability_and_statistics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "metropolis"
points = 6


@test_case()
def public_check(env):
    global acceptance, chain, start
    globals().update(env)
    start = torch.tensor([[0.0, 0.0], [1.0, 1.0], [5.0, 5.0]], dtype=float64)
    chain, acceptance = metropolis(
        standard_normal, start, 0.5, torch.ones(7, 3, 2, dtype=float64), torch.full((7, 3), 0.5, dtype=float64)
    )
    chain = torch.as_tensor(chain)
    assert chain.shape == (7, 3, 2), "7 steps of 3 chains in 2 dimensions: a step that is refused counts, too"
    assert chain.dtype == float64, "float64 in, float64 out"
    assert torch.as_tensor(acceptance).numel() == 1, "the acceptance is one number"
    assert 0 <= float(acceptance) <= 1, "the acceptance is a share"
    assert start.tolist() == [[0.0, 0.0], [1.0, 1.0], [5.0, 5.0]], "x0 was changed"
