# Generated from lessons/01_autoencoders/04_variational_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "log_density"
points = 5


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = torch.as_tensor(log_density(torch.ones(4, 3), torch.zeros(4, 3), "bernoulli"))
    assert answer.shape == (4,), "one number for each of the 4 examples"
    assert abs(float(answer[0]) + 2.0794) < 1e-3, "three pixels, each ink with probability one half"
    answer = torch.as_tensor(log_density(torch.zeros(2, 5, 3), torch.zeros(5, 3), "normal", 1.0))
    assert answer.shape == (2, 5), "only the last axis is summed"
    assert answer.dtype == torch.float32, "float32 in, float32 out"
