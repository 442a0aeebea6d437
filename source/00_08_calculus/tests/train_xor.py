# Generated from lessons/00_prerequisites/08_calculus.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_xor"
points = 8


@test_case()
def public_check(env):
    global losses, weights
    globals().update(env)
    weights, losses = train_xor(draw_start(3, 0), corners, xor, steps=5)
    assert len(losses) == 6, "one loss before the first step, and one after each"
    assert [np.shape(part) for part in weights] == [(3, 2), (3,), (3,), ()], "weights in the form of start"
    assert np.asarray(weights[0]).dtype == np.float64, "plain numbers, no Values"
    assert losses[-1] < losses[0], "downhill"
