# Generated from lessons/00_prerequisites/12_what_generative_ai_is.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "read_both_ways"
points = 4


@test_case()
def public_check(env):
    global shares
    globals().update(env)
    shares = [np.asarray(part) for part in read_both_ways(np.array([[4, 0, 1], [2, 2, 1]]))]
    assert [part.shape for part in shares] == [(2,), (2, 3), (2, 3)], "one share for each label, and two tables"
    assert all(part.dtype == np.float64 for part in shares), "shares are float64, also where counts are whole numbers"
    assert all(part.min() >= 0 and part.max() <= 1 for part in shares), "shares lie between 0 and 1"
    assert abs(shares[0].sum() - 1) < 1e-9, "the shares of all labels make up the whole"
