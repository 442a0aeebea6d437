# Generated from lessons/01_autoencoders/06_hierarchical_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "residual_posterior"
points = 5


@test_case()
def public_check(env):
    global kl, log_var_q, mu_q
    globals().update(env)
    mu_q, log_var_q, kl = (torch.as_tensor(part) for part in residual_posterior(*torch.zeros(4, 5, 3).double()))
    assert mu_q.shape == log_var_q.shape == (5, 3), "a mean and a log-variance for each latent"
    assert kl.shape == (5,), "one price for each example"
    assert not kl.any(), "who says what the prior says pays nothing"
    assert mu_q.dtype == log_var_q.dtype == kl.dtype == torch.float64, "float64 in, float64 out"
