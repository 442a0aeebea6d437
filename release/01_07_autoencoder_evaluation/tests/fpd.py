# Generated from lessons/01_autoencoders/07_autoencoder_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "fpd"
points = 7


@test_case()
def public_check(env):
    global distance
    globals().update(env)
    distance = fpd(train, test[:250], test[250:])
    assert isinstance(distance, float), "one number, a Python float"
    assert 0 < distance < 1, "two halves of the same set are near each other, but not equal"
    assert fpd(train, test, test) < 1e-6, "a set has no distance to itself"
