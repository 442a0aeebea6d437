"""Other right answers to `dae_loss`, which must have full marks. Each docstring says how it differs."""

from torch import nn

from autograder.testing import alternative


@alternative
def loss_by_the_library(denoise, x, corrupt):
    """torch's squared error, and a target that was saved before."""
    target = x.detach().clone()
    guess = denoise(corrupt(x.clone()))
    return nn.functional.mse_loss(guess, target, reduction="sum") / len(x)
