# Generated from lessons/01_autoencoders/06_hierarchical_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "is_top_used"
points = 6


@test_case()
def public_check(env):
    global verdict
    globals().update(env)
    verdict = is_top_used(lambda x: (0 * x[:, :2], 0 * x[:, :2]), lambda z: (z, 0 * z), x_test)
    assert isinstance(verdict, bool), "one answer, True or False"
    assert not verdict, "this top level says the same about every picture"
