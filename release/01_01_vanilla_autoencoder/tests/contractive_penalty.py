# Generated from lessons/01_autoencoders/01_vanilla_autoencoder.py by `autograder build`: edit that file, not this one.
from otter.test_files import test_case

OK_FORMAT = False

name = "contractive_penalty"
points = 6


@test_case()
def public_check(env):
    global W, b, penalty
    globals().update(env)
    W, b = torch.ones(4, 3, dtype=torch.float64, requires_grad=True), torch.zeros(4, dtype=torch.float64)
    penalty = contractive_penalty(W, b, torch.zeros(5, 3, dtype=torch.float64), "tanh")
    assert penalty.shape == (5,), "one number for each example"
    assert penalty.dtype == torch.float64, "float64 in, float64 out"
    assert penalty.requires_grad, "gradients have to flow to the weights"
    assert bool((penalty >= 0).all()), "a squared norm is never negative"
