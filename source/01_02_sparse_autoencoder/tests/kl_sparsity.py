# Generated from lessons/01_autoencoders/02_sparse_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "kl_sparsity"
points = 5


@test_case()
def public_check(env):
    global cost
    globals().update(env)
    cost = torch.as_tensor(kl_sparsity(torch.tensor([0.2, 0.2], dtype=torch.float64), 0.05))
    assert cost.shape == (), "one number for all units together"
    assert cost.dtype == torch.float64, "float64 in, float64 out"
    assert abs(float(cost) - 0.1877) < 1e-3, "two units at rate 0.2 cost twice what the table above says"
