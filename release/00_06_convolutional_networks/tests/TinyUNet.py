# Generated from lessons/00_prerequisites/06_convolutional_networks.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "TinyUNet"
points = 8


@test_case()
def public_check(env):
    global bottom, net, skips
    globals().update(env)
    torch.manual_seed(0)
    net = TinyUNet(channels=1, width=4, depth=2)
    assert len(list(net.parameters())) > 0, "the module knows no weights: layers in a plain list are not seen (ModuleList)"
    bottom, skips = net.down(torch.ones(3, 1, 8, 8))
    assert len(skips) == 2, "one skip for each halving"
    assert skips[0].shape == (3, 4, 8, 8), "the finest skip comes first, at the size of the picture"
    assert net(torch.ones(3, 1, 8, 8)).shape == (3, 1, 8, 8), "a picture goes in, a picture comes out"
