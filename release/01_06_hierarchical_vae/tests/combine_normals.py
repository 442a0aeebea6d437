# Generated from lessons/01_autoencoders/06_hierarchical_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "combine_normals"
points = 6


@test_case()
def public_check(env):
    global log_var, mu
    globals().update(env)
    mu, log_var = combine_normals(torch.ones(4, 3), torch.zeros(4, 3), torch.zeros(4, 3), torch.zeros(4, 3))
    assert torch.as_tensor(mu).shape == torch.as_tensor(log_var).shape == (4, 3), "a mean and a log-variance for each entry"
    assert float((torch.as_tensor(mu) - 0.5).abs().max()) < 1e-6, "two that are equally certain meet in the middle"
    assert torch.as_tensor(log_var).dtype == torch.float32, "float32 in, float32 out"
