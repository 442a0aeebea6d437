# Generated from lessons/01_autoencoders/03_denoising_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "corrupt_gaussian"
points = 3


@test_case()
def public_check(env):
    global noisy, x
    globals().update(env)
    x = torch.tensor([[0.0, 1.0, 0.5], [1.0, 1.0, 0.0]], dtype=torch.float64)
    noisy = torch.as_tensor(corrupt_gaussian(x, 0.5, torch.ones(2, 3, dtype=torch.float64)))
    assert noisy.shape == (2, 3), "as many numbers as before"
    assert noisy.dtype == torch.float64, "the dtype of x"
    assert float(noisy[0, 1]) == 1.5, "half of the noise is added, and nothing is cut off"
    assert x[0, 0] == 0, "x itself must not change"
