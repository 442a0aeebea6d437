# Generated from lessons/01_autoencoders/03_denoising_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "optimal_denoiser_gmm"
points = 6


@test_case()
def public_check(env):
    global cleaned, half, means, x_noisy
    globals().update(env)
    x_noisy = torch.tensor([[0.0, 0.0], [3.0, 0.0]], dtype=torch.float64)
    means = torch.tensor([[-1.0, 0.0], [1.0, 0.0]], dtype=torch.float64)
    half = torch.tensor([0.5, 0.5], dtype=torch.float64)
    cleaned = torch.as_tensor(optimal_denoiser_gmm(x_noisy, 1.0, half, means, 0.0))
    assert cleaned.shape == (2, 2), "one clean example for each noisy one"
    assert cleaned.dtype == torch.float64, "the dtype of x_noisy"
    assert cleaned[0].abs().max() < 1e-12, "half way between two equal components the mean is half way"
    assert abs(float(cleaned[1, 0]) - 0.995055) < 1e-5, "tanh(3)"
