# Generated from lessons/01_autoencoders/05_beta_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "total_correlation"
points = 4


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = torch.as_tensor(total_correlation(torch.eye(3)))
    assert answer.shape == (), "one number"
    assert abs(float(answer)) < 1e-6, "independent latents have no total correlation"
    assert answer.dtype == torch.float32, "float32 in, float32 out"
