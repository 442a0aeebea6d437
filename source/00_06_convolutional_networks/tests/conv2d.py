# Generated from lessons/00_prerequisites/06_convolutional_networks.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "conv2d"
points = 5


@test_case()
def public_check(env):
    global w, x, y
    globals().update(env)
    x, w = torch.ones(2, 3, 5, 7), torch.ones(4, 3, 3, 3)
    y = torch.as_tensor(conv2d(x, w))
    assert y.shape == (2, 4, 3, 5), (
        "2 pictures, 4 output channels, and a 3 by 3 window fits 3 times down and 5 times across"
    )
    assert y.dtype == torch.float32, "float32 in, float32 out"
    assert float(y[0, 0, 0, 0]) == 27, "a window of ones in 3 channels, weighted by ones: channels are summed, not averaged"
    assert torch.as_tensor(conv2d(x, w, torch.ones(4), 2, 1)).shape == (2, 4, 3, 4), "padded to 7 by 9, every other window"
