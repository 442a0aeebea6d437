# Generated from lessons/02_gans/02_dcgan.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "dc_discriminator"
points = 6


@test_case()
def public_check(env):
    global D
    globals().update(env)
    D = dc_discriminator()
    assert isinstance(D, nn.Module), "the network, not its output"
    assert D(torch.randn(5, 1, 8, 8)).shape == (5,), "one logit for each image"
    assert dc_discriminator(3)(torch.randn(4, 1, 8, 8)).shape == (4,), "other numbers of channels"
