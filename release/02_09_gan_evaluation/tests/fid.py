# Generated from lessons/02_gans/09_gan_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "fid"
points = 7


@test_case()
def public_check(env):
    globals().update(env)
    assert isinstance(fid(fresh, real, pca, 100), float), "one number, a Python float"
    assert fid(fresh, fresh, pca, 100) < 1e-6, "a set and itself"
    assert fid(fresh, fresh + 1, pca, 128) > 0.1, "a set whose images are all brighter is not the same set"
