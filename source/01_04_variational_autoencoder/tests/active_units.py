# Generated from lessons/01_autoencoders/04_variational_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "active_units"
points = 4


@test_case()
def public_check(env):
    global active, nats
    globals().update(env)
    active, nats = (torch.as_tensor(part) for part in active_units(torch.zeros(6, 3), torch.zeros(6, 3)))
    assert active.shape == nats.shape == (3,), "one answer for each latent"
    assert not active.any(), "N(0, 1) for every example: these latents say nothing"
    assert float(nats.abs().max()) < 1e-6, "N(0, 1) for every example: these latents cost nothing"
