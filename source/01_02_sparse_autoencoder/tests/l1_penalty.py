# Generated from lessons/01_autoencoders/02_sparse_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "l1_penalty"
points = 5


@test_case()
def public_check(env):
    global bill, z
    globals().update(env)
    z = torch.tensor([[1.0, -2.0], [0.0, 3.0]], dtype=torch.float64)
    bill = l1_penalty(z, torch.eye(2, 3, dtype=torch.float64))
    assert torch.as_tensor(bill).shape == (), "one number for the whole batch"
    assert torch.as_tensor(bill).dtype == torch.float64, "float64 in, float64 out"
    assert abs(float(bill) - 3) < 1e-9, "atoms of length 1: the first example costs 1 + 2, the second 3; their mean"
