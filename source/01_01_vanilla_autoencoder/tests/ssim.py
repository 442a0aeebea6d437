# Generated from lessons/01_autoencoders/01_vanilla_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "ssim"
points = 6


@test_case()
def public_check(env):
    global pictures, values
    globals().update(env)
    pictures = test[:3].reshape(3, 8, 8)
    values = torch.as_tensor(ssim(pictures, pictures))
    assert values.shape == (3,), "one number for each pair of pictures"
    assert values.dtype == torch.float64, "float64 in, float64 out"
    assert float((values - 1).abs().max()) < 1e-9, "every picture is like itself"
    assert float(torch.as_tensor(ssim(pictures, pictures.roll(1, 0))).max()) < 1, "other pictures are less like it"
