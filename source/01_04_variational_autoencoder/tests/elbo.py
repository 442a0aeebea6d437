# Generated from lessons/01_autoencoders/04_variational_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "elbo"
points = 8


@test_case()
def public_check(env):
    global bound, kl, rec
    globals().update(env)
    bound, rec, kl = (torch.as_tensor(part) for part in elbo(stub_encode, stub_decode, x_test, torch.ones(500, 2)))
    assert bound.shape == rec.shape == kl.shape == (500,), "one number per example: nothing is averaged"
    assert bool((rec <= 0).all()), "rec is the logarithm of a probability"
    assert bool((kl >= -1e-6).all()), "a divergence is never negative"
    assert float((bound - (rec - kl)).abs().max()) < 1e-4, "elbo = rec - kl"
