# Generated from lessons/00_prerequisites/12_what_generative_ai_is.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "DigitTables"
points = 10


@test_case()
def public_check(env):
    global drawn, labels, scores, tiny
    globals().update(env)
    tiny = DigitTables(np.array([[0, 16, 3], [1, 16, 3], [0, 2, 5]]), np.array([4, 4, 7]), 0.5)
    assert np.shape(tiny.p_label) == (10,), "a share for each label"
    assert np.shape(tiny.p_level) == (10, 3, 17), "a table for each label"
    assert tiny.p_label.dtype == tiny.p_level.dtype == np.float64, "shares are float64"
    assert np.abs(np.sum(tiny.p_level, axis=2) - 1).max() < 1e-9, "the 17 shares of a pixel make up the whole"
    scores = np.asarray(tiny.log_joint(np.array([[0, 16, 3], [5, 5, 5]])))
    assert scores.shape == (2, 10), "one score for each image and label"
    assert scores.dtype == np.float64, "scores are float64"
    assert scores.max() < 0, "logarithms of probabilities"
    labels = np.asarray(tiny.classify(np.array([[0, 16, 3], [0, 2, 5]])))
    assert labels.shape == (2,), "one label for each image"
    assert labels.dtype == np.int64, "labels are int64"
    drawn = np.asarray(tiny.sample(np.array([4, 7]), np.full((2, 3), 0.5)))
    assert drawn.shape == (2, 3), "one level for each uniform number"
    assert drawn.dtype == np.int64, "levels are int64"
