# Generated from lessons/01_autoencoders/01_vanilla_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "psnr"
points = 4


@test_case()
def public_check(env):
    global copies, decibels, originals
    globals().update(env)
    originals = torch.zeros(3, 4, dtype=torch.float64)
    copies = originals + torch.tensor([[0.1], [0.01], [0.2]], dtype=torch.float64)
    decibels = torch.as_tensor(psnr(copies, originals))
    assert decibels.shape == (3,), "one number for each of the three pictures"
    assert decibels.dtype == torch.float64, "float64 in, float64 out"
    assert abs(float(decibels[0]) - 20) < 1e-9, "an error of 0.1 in each pixel of a picture from 0 to 1 has 20 dB"
    assert decibels[1] > decibels[0] > decibels[2], "the better the copy, the more decibels"
