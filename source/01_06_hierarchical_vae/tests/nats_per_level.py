# Generated from lessons/01_autoencoders/06_hierarchical_vae.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "nats_per_level"
points = 6


@test_case()
def public_check(env):
    global answer
    globals().update(env)
    answer = torch.as_tensor(nats_per_level(torch.tensor([0.5, 0.5, 0.5], dtype=torch.float64), 1.0))
    assert answer.shape == (4,), "three links, four levels"
    assert answer.dtype == torch.float64, "float64 in, float64 out"
    assert bool((answer >= 0).all()), "a price is never negative"
    assert torch.as_tensor(nats_per_level(torch.zeros(0), 1.0)).shape == (1,), "no link, one level"
