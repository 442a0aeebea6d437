# Generated from lessons/00_prerequisites/12_what_generative_ai_is.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "log_prob"
points = 5


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = np.asarray(log_prob(np.full((27, 27), 1 / 27), ["iron", "tin", "gold"]))
    assert answer.shape == (3,), "one number for each name"
    assert answer.dtype == np.float64, "in float64"
    assert answer.max() < 0, "the logarithm of a share below 1 is negative"
    assert answer[1] > answer[0], "a longer name has more factors, and each of them is a share"
