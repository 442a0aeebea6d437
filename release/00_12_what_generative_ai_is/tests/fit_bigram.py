# Generated from lessons/00_prerequisites/12_what_generative_ai_is.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "fit_bigram"
points = 5


@test_case()
def public_check(env):
    global p
    globals().update(env)
    p = np.asarray(fit_bigram(["tin", "zinc"], 0.5))
    assert p.shape == (27, 27), "a row and a column for each of the 27 symbols"
    assert p.dtype == np.float64, "shares are float64"
    assert p.min() > 0, "with smoothing, nothing is impossible"
    assert np.abs(p.sum(axis=1) - 1).max() < 1e-9, "each row is a list of shares"
