# Generated from lessons/00_prerequisites/01_linear_algebra.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "PCACodec"
points = 6


@test_case()
def public_check(env):
    global codec, codes, drawn
    globals().update(env)
    codec = PCACodec(train, 8)
    codes = torch.as_tensor(codec.encode(test))
    assert codes.shape == (500, 8), "eight numbers for each test image"
    drawn = torch.as_tensor(codec.decode(codes))
    assert drawn.shape == test.shape, "decoding gives images again"
    assert float((drawn - test).square().mean()) < 0.0743, "the receiver would have done better with the mean digit"
