# Generated from lessons/01_autoencoders/04_variational_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "log_mean_exp"
points = 4


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = torch.as_tensor(log_mean_exp(torch.zeros(5, 3)))
    assert answer.shape == (3,), "the first axis is averaged away, by default"
    assert answer.dtype == torch.float32, "float32 in, float32 out"
    assert float(answer.abs().max()) < 1e-6, "the mean of ones is one, and its logarithm is zero"
    assert torch.as_tensor(log_mean_exp(torch.zeros(5, 3), dim=-1)).shape == (5,), "the last axis is averaged away"
    assert math.isfinite(float(log_mean_exp(torch.tensor([-300.0, -300.0])))), "exp(-300) is 0 in float32"
