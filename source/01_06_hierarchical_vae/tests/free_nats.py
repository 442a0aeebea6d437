# Generated from lessons/01_autoencoders/06_hierarchical_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "free_nats"
points = 5


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = torch.as_tensor(free_nats(torch.ones(6, 3).double(), 0.0))
    assert answer.shape == (), "one number for the minibatch"
    assert answer.dtype == torch.float64, "float64 in, float64 out"
    assert abs(float(answer) - 3) < 1e-6, "where nothing is free, three groups of one nat cost three"
    assert torch.as_tensor(free_nats(torch.ones(6, 3), torch.zeros(3))).shape == (), (
        "each group may have a floor of its own"
    )
