# Generated from lessons/00_prerequisites/10_neural_networks_from_scratch.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "perceptron"
points = 5


@test_case()
def public_check(env):
    global b, mistakes, w
    globals().update(env)
    w, b, mistakes = perceptron(corners, XOR, max_epochs=7)
    assert np.shape(w) == (2,), "one weight for each input"
    assert np.asarray(w).dtype == np.float64, "float64 in, float64 out"
    assert np.ndim(b) == 0, "one bias"
    assert len(mistakes) == 7, "no line does XOR: it uses all the passes that it may make, and counts in each"
    assert 0 < min(mistakes) <= max(mistakes) <= 4, "each pass over four examples makes a whole number of mistakes, up to 4"
