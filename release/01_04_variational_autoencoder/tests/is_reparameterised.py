# Generated from lessons/01_autoencoders/04_variational_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_reparameterised"
points = 6


@test_case()
def public_check(env):
    global verdict
    globals().update(env)
    verdict = is_reparameterised(lambda mu, log_var, eps: mu)
    assert isinstance(verdict, bool), "one answer, True or False"
    assert not verdict, "a function that ignores the noise does not sample"
