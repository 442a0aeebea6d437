# Generated from lessons/01_autoencoders/03_denoising_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "tweedie"
points = 3


@test_case()
def public_check(env):
    global guess, x_noisy
    globals().update(env)
    x_noisy = torch.tensor([[1.0, 2.0, 0.0], [0.0, 0.0, 1.0]], dtype=torch.float64)
    guess = torch.as_tensor(tweedie(x_noisy, torch.zeros(2, 3, dtype=torch.float64), 0.5))
    assert guess.shape == (2, 3), "one guess for each example"
    assert guess.dtype == torch.float64, "the dtype of x_noisy"
    assert torch.equal(guess, x_noisy), "where the score is 0 nothing moves"
