# Generated from lessons/01_autoencoders/06_hierarchical_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "hierarchical_elbo"
points = 8


@test_case()
def public_check(env):
    global parts
    globals().update(env)
    torch.manual_seed(0)
    parts = hierarchical_elbo(HVAE(), x_test, torch.randn(500, 4), torch.randn(500, 8))
    assert len(parts) == 4, "four results: elbo, rec, kl_1, kl_2"
    assert all(torch.as_tensor(part).shape == (500,) for part in parts), "one number per example: nothing is averaged"
    assert bool((parts[1] <= 0).all()), "rec is the logarithm of a probability"
    assert bool((parts[2] >= -1e-5).all() and (parts[3] >= -1e-5).all()), "a divergence is never negative"
    assert float((parts[0] - (parts[1] - parts[2] - parts[3])).detach().abs().max()) < 1e-4, "elbo = rec - kl_1 - kl_2"
