# Generated from lessons/00_prerequisites/02_probability_and_statistics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_sample_of"
points = 6


@test_case()
def public_check(env):
    global even, verdict
    globals().update(env)
    even = (torch.arange(100, dtype=float64) + 0.5) / 100
    verdict = is_sample_of(even, lambda x: x.clamp(0, 1))
    assert isinstance(verdict, (bool, np.bool_)) or torch.as_tensor(verdict).numel() == 1, "one answer, True or False"
    assert bool(verdict), "evenly spread numbers are as uniform as can be"
    assert not bool(is_sample_of(even + 5, lambda x: x.clamp(0, 1))), "numbers above 5 are not uniform on [0, 1]"
