# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "rank_for"
points = 4


@test_case()
def public_check(env):
    global ranks, sigma
    globals().update(env)
    sigma = torch.tensor([10.0, 3.0, 1.0, 0.5], dtype=torch.float64)
    ranks = [rank_for(sigma, tolerance) for tolerance in (0.9, 0.2, 0.01)]
    assert all(int(rank) == rank and 0 <= rank <= 4 for rank in ranks), "a rank is a whole number from 0 to r"
    assert ranks == sorted(ranks), "the less error you allow, the higher the rank you need"
    assert rank_for(sigma, 1.5) == 0, "a tolerance above 1 is met by sending nothing"
