# Generated from lessons/00_prerequisites/02_probability_and_statistics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "box_muller"
points = 5


@test_case()
def public_check(env):
    global u1, u2, z1, z2
    globals().update(env)
    u1 = torch.tensor([[0.0, 0.3, 0.9]], dtype=float64)
    u2 = torch.tensor([[0.1, 0.5, 0.7]], dtype=float64)
    z1, z2 = (torch.as_tensor(z) for z in box_muller(u1, u2))
    assert z1.shape == z2.shape == (1, 3), "two normal numbers for each pair of uniform ones"
    assert z1.dtype == z2.dtype == float64, "float64 in, float64 out"
    assert bool(torch.isfinite(z1).all() and torch.isfinite(z2).all()), "a uniform number of 0 is no reason for infinity"
    assert u1.tolist() == [[0.0, 0.3, 0.9]], "u1 was changed"
