# Generated from lessons/01_autoencoders/05_beta_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "beta_vae_loss"
points = 5


@test_case()
def public_check(env):
    global kl, loss, rec
    globals().update(env)
    loss, rec, kl = (
        torch.as_tensor(part)
        for part in beta_vae_loss(x_test, x_test, torch.zeros(1000, 6), torch.zeros(1000, 6), beta=4.0)
    )
    assert loss.shape == rec.shape == kl.shape == (1000,), "one number per example: nothing is averaged"
    assert float(loss.abs().max()) < 1e-2, "a perfect picture from a code that is nothing but dice costs nothing"
    assert loss.dtype == torch.float32, "float32 in, float32 out"
