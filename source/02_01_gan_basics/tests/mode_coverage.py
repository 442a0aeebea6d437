# Generated from lessons/02_gans/01_gan_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "mode_coverage"
points = 4


@test_case()
def public_check(env):
    global modes, share
    globals().update(env)
    modes, share = mode_coverage(x, ring_centres(), 0.1)
    assert torch.as_tensor(modes).shape == (), "the number of modes is one number"
    assert torch.as_tensor(share).shape == (), "the share is one number"
    assert modes == 8, "the data cover all modes of the data"
    assert 0.95 < share <= 1, "nearly all data points lie within three standard deviations"
