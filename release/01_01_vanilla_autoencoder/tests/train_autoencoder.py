# Generated from lessons/01_autoencoders/01_vanilla_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "train_autoencoder"
points = 10


@test_case()
def public_check(env):
    global small
    globals().update(env)
    small = train_autoencoder(train[:50], seed=0, k=3, epochs=1)
    assert small is not None, "the trained model has to be returned: is a `return` missing?"
    assert small.encode(train[:5]).shape == (5, 3), "codes of k numbers"
    assert small.decode(small.encode(train[:5])).shape == (5, 64), "copies of 64 pixels"
    assert small.decode(small.encode(train[:5])).dtype == torch.float64, "float64 in, float64 out"
