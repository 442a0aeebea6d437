# Generated from lessons/00_prerequisites/12_what_generative_ai_is.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "draw"
points = 5


@test_case()
def public_check(env):
    global drawn
    globals().update(env)
    drawn = np.asarray(draw(np.array([3, 1, 2]), np.array([[0.1, 0.5, 0.9], [0.2, 0.3, 0.4]])))
    assert drawn.shape == (2, 3), "one outcome for each uniform number"
    assert drawn.dtype == np.int64, "outcomes are whole numbers, int64"
    assert drawn.min() >= 0, "outcomes are counted from 0"
    assert drawn.max() <= 2, "three outcomes: 0, 1 and 2"
    assert np.ndim(draw(np.array([1.0, 1.0]), 0.5)) == 0, "one number, one outcome"
