# Generated from lessons/02_gans/02_dcgan.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "dc_generator"
points = 7


@test_case()
def public_check(env):
    global G, fake
    globals().update(env)
    G = dc_generator()
    assert isinstance(G, nn.Module), "the network, not its output"
    fake = G(noise[:5])
    assert fake.shape == (5, 1, 8, 8), "five z in, five images of one channel out"
    assert float(fake.detach().abs().max()) <= 1, "images lie between -1 and 1"
    assert dc_generator(3, 4)(torch.randn(2, 3)).shape == (2, 1, 8, 8), "other sizes of z and other numbers of channels"
