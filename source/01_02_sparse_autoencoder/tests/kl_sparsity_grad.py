# Generated from lessons/01_autoencoders/02_sparse_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "kl_sparsity_grad"
points = 6


@test_case()
def public_check(env):
    global at_target, gradient
    globals().update(env)
    gradient = torch.as_tensor(kl_sparsity_grad(torch.zeros(4, 3, dtype=torch.float64), 0.05))
    assert gradient.shape == (4, 3), "one derivative for each pre-activation"
    assert gradient.dtype == torch.float64, "float64 in, float64 out"
    assert bool((gradient > 0).all()), "all units fire at rate 0.5, far too often: the gradient must point upwards"
    at_target = torch.as_tensor(kl_sparsity_grad(torch.full((4, 3), math.log(0.05 / 0.95), dtype=torch.float64), 0.05))
    assert float(at_target.abs().max()) < 1e-9, "at the target rate there is no downhill"
