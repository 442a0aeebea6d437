# Generated from lessons/00_prerequisites/06_convolutional_networks.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "batch_norm"
points = 6


@test_case()
def public_check(env):
    global found, mean, one, var, x, y, zero
    globals().update(env)
    x = torch.arange(24, dtype=torch.float64).reshape(2, 3, 2, 2)
    zero, one = torch.zeros(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)
    found = batch_norm(x, one, zero, zero, one, True)
    assert len(found) == 3, "three results: the normalised batch, the running mean, the running variance"
    y, mean, var = (torch.as_tensor(part) for part in found)
    assert y.shape == x.shape, "every number stays where it is"
    assert mean.shape == var.shape == (3,), "one running mean and one running variance for each channel"
    assert y.dtype == torch.float64, "float64 in, float64 out"
    assert float(y.mean(dim=(0, 2, 3)).abs().max()) < 1e-9, "in training each channel has mean 0 (if beta is 0)"
