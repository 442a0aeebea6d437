# Generated from lessons/01_autoencoders/06_hierarchical_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "kl_per_level"
points = 4


@test_case()
def public_check(env):
    global answer, same
    globals().update(env)
    same = [(torch.ones(6, 3), torch.zeros(6, 3)), (torch.ones(6, 2), torch.zeros(6, 2))]
    answer = torch.as_tensor(kl_per_level(same, same))
    assert answer.shape == (6, 2), "one row for each example, one column for each level"
    assert float(answer.abs().max()) < 1e-6, "a level that says what its prior says costs nothing"
    same = [(mu.double(), log_var.double()) for mu, log_var in same]
    assert torch.as_tensor(kl_per_level(same, same)).dtype == torch.float64, "float64 in, float64 out"
