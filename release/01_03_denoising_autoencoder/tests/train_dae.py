# Generated from lessons/01_autoencoders/03_denoising_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_dae"
points = 10


@test_case()
def public_check(env):
    global cleaned, errors, longer, small
    globals().update(env)
    small = train_dae(train[:100], seed=0, epochs=1)
    cleaned = torch.as_tensor(small.denoise(spoilt[:5])).detach()
    assert cleaned.shape == (5, 64), "a clean guess for each spoilt picture"
    assert cleaned.dtype == torch.float64, "float64 in, float64 out"
    longer = train_dae(train[:100], seed=0, epochs=15)
    errors = [float((torch.as_tensor(m.denoise(spoilt)).detach() - test).square().mean()) for m in (small, longer)]
    assert errors[1] < errors[0], "more epochs, less error: do the weights change at all?"
