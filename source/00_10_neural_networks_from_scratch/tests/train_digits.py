# Generated from lessons/00_prerequisites/10_neural_networks_from_scratch.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_digits"
points = 8


@test_case()
def public_check(env):
    global again, small
    globals().update(env)
    small = train_digits(train[:50], train_labels[:50], seed=0, epochs=1)
    assert [np.shape(part) for pair in small for part in pair] == [(64, 64), (64,), (10, 64), (10,)], "two layers, W and b"
    assert all(np.asarray(part).dtype == np.float64 for pair in small for part in pair), "float64"
    again = train_digits(train[:50], train_labels[:50], seed=0, epochs=1)
    assert np.array_equal(small[0][0], again[0][0]), "the same seed and data give the same network"
