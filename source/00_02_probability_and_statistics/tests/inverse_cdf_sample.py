# Generated from lessons/00_prerequisites/02_probability_and_statistics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "inverse_cdf_sample"
points = 4


@test_case()
def public_check(env):
    global drawn
    globals().update(env)
    drawn = torch.as_tensor(
        inverse_cdf_sample(torch.rand(5, 2, dtype=float64), torch.tensor([0.25, 0.5, 0.25], dtype=float64))
    )
    assert drawn.shape == (5, 2), "one outcome for each uniform number"
    assert drawn.dtype == torch.int64, "outcomes are counted: int64"
    assert bool((drawn >= 0).all() and (drawn <= 2).all()), "three outcomes: 0, 1 and 2"
