# Generated from lessons/01_autoencoders/05_beta_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "mig"
points = 6


@test_case()
def public_check(env):
    global answer, values
    globals().update(env)
    values = torch.tensor([[0, 0], [0, 1], [1, 0], [1, 1]]).repeat(5, 1)
    answer = torch.as_tensor(mig(values, values))
    assert answer.shape == (), "one number for all factors"
    assert abs(float(answer) - 1) < 1e-6, "each latent is one factor: nothing could be better"
