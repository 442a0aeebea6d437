# Generated from lessons/01_autoencoders/03_denoising_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "denoise_direction"
points = 4


@test_case()
def public_check(env):
    global direction, score, x_noisy
    globals().update(env)
    x_noisy = torch.tensor([[3.0, 4.0], [0.0, 0.0]], dtype=torch.float64)
    score, direction = denoise_direction(lambda x: 0.5 * x, x_noisy, 1.0)
    score, direction = torch.as_tensor(score), torch.as_tensor(direction)
    assert score.shape == direction.shape == (2, 2), "a score and a direction for each example"
    assert score.dtype == direction.dtype == torch.float64, "the dtype of x_noisy"
    assert abs(float(direction[0].norm()) - 1) < 1e-9, "a direction has length 1"
    assert not direction.isnan().any(), "where the score is 0 there is no direction: 0, not NaN"
