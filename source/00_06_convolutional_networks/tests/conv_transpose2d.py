# Generated from lessons/00_prerequisites/06_convolutional_networks.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "conv_transpose2d"
points = 6


@test_case()
def public_check(env):
    global w, x, y
    globals().update(env)
    y, w = torch.ones(2, 4, 3, 5), torch.ones(4, 3, 3, 3)
    x = torch.as_tensor(conv_transpose2d(y, w))
    assert x.shape == (2, 3, 5, 7), "the shape that conv2d has made [2, 4, 3, 5] of; channels go back from 4 to 3"
    assert x.dtype == torch.float32, "float32 in, float32 out"
    assert torch.as_tensor(conv_transpose2d(y, w, 2, 1)).shape == (2, 3, 5, 9), "equation (7) with stride 2 and padding 1"
    assert float(x.sum()) == float(y.sum()) * 27, "each number is stamped with the whole kernel, 9 weights in 3 channels"
