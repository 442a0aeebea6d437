# Generated from lessons/00_prerequisites/03_information_theory.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "entropy"
points = 4


@test_case()
def public_check(env):
    global coins, nats
    globals().update(env)
    coins = torch.tensor([[0.5, 0.5], [0.8, 0.2], [0.2, 0.8]], dtype=torch.float64)
    nats = torch.as_tensor(entropy(coins))
    assert nats.shape == (3,), "three coins, three entropies"
    assert nats.dtype == torch.float64, "float64 in, float64 out"
    assert bool((nats > 0).all()), "what is not certain has a positive entropy"
    assert nats[0] > nats[1], "a fair coin is harder to foretell than an unfair one"
    assert torch.as_tensor(entropy(torch.full((2, 5, 4), 0.25))).shape == (2, 5), "only the last axis is summed over"
