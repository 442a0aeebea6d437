# Generated from lessons/00_prerequisites/05_pytorch_basics.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "gradient_penalty"
points = 5


@test_case()
def public_check(env):
    global critic, penalty
    globals().update(env)
    critic = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 1)).double()
    penalty = gradient_penalty(critic, torch.randn(7, 3, dtype=torch.float64))
    assert penalty.numel() == 1, "one number for the whole batch"
    assert penalty.dtype == torch.float64, "float64 in, float64 out"
    assert penalty.item() >= 0, "a mean of squares"
    assert penalty.requires_grad, "nothing that is learnt could be changed by it: the number has no graph"
