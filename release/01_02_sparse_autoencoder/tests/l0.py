# Generated from lessons/01_autoencoders/02_sparse_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "l0"
points = 5


@test_case()
def public_check(env):
    global counts, z
    globals().update(env)
    z = torch.tensor([[1.0, 0.0, 2.0], [0.0, 0.0, 3.0]], dtype=torch.float64)
    counts = torch.as_tensor(l0(z, torch.eye(3, 4, dtype=torch.float64)))
    assert counts.shape == (2,), "one count for each example"
    assert counts.tolist() == [2, 1], "with atoms of length 1 the entries that are not zero count"
