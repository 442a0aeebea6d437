# Generated from lessons/01_autoencoders/05_beta_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "gumbel_softmax"
points = 7


@test_case()
def public_check(env):
    global drawn, is_hard, u
    globals().update(env)
    u = torch.rand(50, 4, generator=torch.Generator().manual_seed(0)).clamp(1e-6, 1 - 1e-6)
    for is_hard in (False, True):
        drawn = gumbel_softmax(torch.zeros(50, 4), 0.7, u, hard=is_hard)
        assert torch.as_tensor(drawn).shape == (50, 4), "one entry for each category"
        assert float((torch.as_tensor(drawn).sum(dim=-1) - 1).abs().max()) < 1e-5, "each row sums to 1"
    assert torch.as_tensor(drawn).dtype == torch.float32, "float32 in, float32 out"
