# Generated from lessons/01_autoencoders/04_variational_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "reparameterise"
points = 4


@test_case()
def public_check(env):
    global z
    globals().update(env)
    z = reparameterise(torch.ones(5, 3), torch.zeros(5, 3), torch.zeros(7, 5, 3))
    assert torch.as_tensor(z).shape == (7, 5, 3), "7 samples for each of 5 examples"
    assert bool((torch.as_tensor(z) == 1).all()), "without noise, a sample is the mean"
    assert torch.as_tensor(z).dtype == torch.float32, "float32 in, float32 out"
