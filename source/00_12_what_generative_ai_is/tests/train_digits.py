# Generated from lessons/00_prerequisites/12_what_generative_ai_is.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_digits"
points = 6


@test_case()
def public_check(env):
    global chosen
    globals().update(env)
    chosen = train_digits(x_train[:200], y_train[:200], alphas=(0.1, 1.0))
    assert isinstance(chosen, DigitTables), "a model comes back"
    assert np.shape(chosen.p_level) == (10, 64, 17), "for the 64 pixels of the images"
    assert np.asarray(chosen.p_level).dtype == np.float64, "float64"
    assert np.min(chosen.p_level) > 0, "with smoothing, nothing is impossible"
