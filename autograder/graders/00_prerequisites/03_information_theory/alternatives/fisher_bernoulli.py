"""Other right answers to `fisher_bernoulli`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def fisher_by_the_mean_square(theta, delta):
    """The mean of the squared scores, in NumPy; returns a list."""
    scores = np.array([1 / (theta - 1), 1 / theta])
    fisher = np.array([1 - theta, theta]) @ scores**2
    return [scores, fisher, 0.5 * fisher * delta * delta]


@alternative
def fisher_by_autograd(theta, delta):
    """Lets autograd differentiate the two log-probabilities."""
    t = torch.tensor(theta, dtype=torch.float64, requires_grad=True)
    (tails,) = torch.autograd.grad(torch.log1p(-t), t)
    (heads,) = torch.autograd.grad(torch.log(t), t)
    fisher = (1 - theta) * tails**2 + theta * heads**2
    return (tails, heads), fisher, fisher * delta**2 / 2


@alternative
def fisher_as_a_named_tuple(theta, delta):
    """Two fractions added; returns a named tuple of plain numbers."""
    from collections import namedtuple

    fisher = 1 / theta + 1 / (1 - theta)
    return namedtuple("Coin", "scores fisher kl")([-1 / (1 - theta), 1 / theta], fisher, delta**2 * fisher / 2)


@alternative
def fisher_in_float32(theta, delta):
    """Leaves torch its default dtype."""
    scores = torch.tensor([1 / (theta - 1), 1 / theta])
    fisher = 1 / theta + 1 / (1 - theta)
    return scores, fisher, fisher * delta**2 / 2
