# Generated from lessons/02_gans/09_gan_evaluation.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "kid"
points = 5


@test_case()
def public_check(env):
    globals().update(env)
    assert isinstance(kid(pca(fresh[:20]), pca(real[:30])), float), "one number, a Python float, for sets of 20 and of 30"
    assert kid(torch.zeros(4, 2), torch.zeros(3, 2)) == 0, "features that are all 0 are all alike"
    assert kid(torch.zeros(4, 2), 3 * torch.ones(3, 2)) > 1, "far apart"
