# Generated from lessons/00_prerequisites/06_convolutional_networks.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "pixel_shuffle"
points = 4


@test_case()
def public_check(env):
    global x, y
    globals().update(env)
    x = torch.zeros(2, 12, 3, 5)
    y = torch.as_tensor(pixel_shuffle(x, 2))
    assert y.shape == (2, 3, 6, 10), "12 channels in blocks of 2 by 2 are 3 channels, twice as high and wide"
    assert y.dtype == torch.float32, "float32 in, float32 out"
    assert float(torch.as_tensor(pixel_shuffle(x + 1, 2)).sum()) == float(x.numel()), (
        "no number is lost, none appears twice"
    )
