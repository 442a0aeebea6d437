# Generated from lessons/01_autoencoders/07_autoencoder_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_auc"
points = 7


@test_case()
def public_check(env):
    global verdict
    globals().update(env)
    verdict = is_auc(lambda normal, odd: 0.5)
    assert isinstance(verdict, bool), "one answer, True or False"
    assert not verdict, "a program that always answers one half has computed nothing"
