# Generated from lessons/01_autoencoders/04_variational_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "gradient_estimates"
points = 5


@test_case()
def public_check(env):
    global eps, pathwise, score
    globals().update(env)
    eps = torch.randn(6, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    score, pathwise = gradient_estimates(lambda z: z**2, lambda z: 2 * z, 0.5, 0.0, eps)
    assert torch.as_tensor(score).shape == (6, 2), "one row for each sample: the derivatives for mu and for log_var"
    assert torch.as_tensor(pathwise).shape == (6, 2), "one row for each sample: the derivatives for mu and for log_var"
    score, pathwise = gradient_estimates(torch.zeros_like, torch.zeros_like, 0.5, 0.0, eps)
    assert not torch.cat([torch.as_tensor(score), torch.as_tensor(pathwise)]).any(), "f = 0 has no gradient"
