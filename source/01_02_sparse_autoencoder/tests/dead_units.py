# Generated from lessons/01_autoencoders/02_sparse_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "dead_units"
points = 3


@test_case()
def public_check(env):
    global dead, z
    globals().update(env)
    z = torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 2.0]], dtype=torch.float64)
    dead = torch.as_tensor(dead_units(z))
    assert dead.shape == (3,), "one verdict for each unit"
    assert dead.dtype == torch.bool, "True or False"
    assert dead.tolist() == [False, True, False], "the second unit never fires; the others do so once"
