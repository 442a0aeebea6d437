# Generated from lessons/01_autoencoders/01_vanilla_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "Autoencoder"
points = 6


@test_case()
def public_check(env):
    global model
    globals().update(env)
    model = Autoencoder(12, 3, hidden=5)
    assert model.encode(torch.rand(7, 12)).shape == (7, 3), "seven examples, three numbers each"
    assert model.decode(torch.randn(7, 3)).shape == (7, 12), "decoding gives examples again"
    assert model(torch.rand(7, 12)).shape == (7, 12), "a copy has the shape of its original"
    assert len(list(model.parameters())) > 0, "an optimiser would find nothing to learn: are the layers attributes?"
