# Generated from lessons/00_prerequisites/10_neural_networks_from_scratch.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "dropout"
points = 4


@test_case()
def public_check(env):
    global back, y
    globals().update(env)
    y, back = dropout(np.ones((2, 3)), 0.5, np.array([[0.1, 0.9, 0.2], [0.8, 0.7, 0.3]]))
    assert np.shape(y) == (2, 3), "the shape stays"
    assert np.asarray(y).dtype == np.float64, "float64 in, float64 out"
    assert ((np.asarray(y) != 0) == [[False, True, False], [True, True, False]]).all(), "those with a small u are silent"
    assert len(back(np.ones((2, 3)))) == 1, "a tuple with one gradient"
    assert np.shape(back(np.ones((2, 3)))[0]) == (2, 3), "of the shape of x"
