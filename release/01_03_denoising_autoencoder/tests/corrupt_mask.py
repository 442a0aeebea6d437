# Generated from lessons/01_autoencoders/03_denoising_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "corrupt_mask"
points = 3


@test_case()
def public_check(env):
    global masked, x
    globals().update(env)
    x = torch.full((1, 4), 0.5, dtype=torch.float64)
    masked = torch.as_tensor(corrupt_mask(x, 0.5, torch.tensor([[0.1, 0.9, 0.2, 0.3]], dtype=torch.float64)))
    assert masked.shape == (1, 4), "as many pixels as before"
    assert masked.dtype == torch.float64, "the dtype of x"
    assert int((masked != 0).sum()) == 3, "three of these four pixels are kept"
    assert x[0, 1] == 0.5, "x itself must not change"
