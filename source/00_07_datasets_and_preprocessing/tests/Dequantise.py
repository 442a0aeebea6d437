# Generated from lessons/00_prerequisites/07_datasets_and_preprocessing.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "Dequantise"
points = 5


@test_case()
def public_check(env):
    global byte, x
    globals().update(env)
    byte = Dequantise(256)
    x = byte.to_real(torch.tensor([[3, 200]], dtype=torch.uint8), torch.full((1, 2), 0.5))
    assert x.shape == (1, 2), "one number for each pixel"
    assert x.dtype == torch.float32, "the dtype of the noise"
    assert byte.to_whole(x).dtype == torch.int64, "whole numbers are int64"
    assert byte.bits_per_dim(torch.tensor([-10.0, 5.0]), 4).shape == (2,), "one value for each example"
