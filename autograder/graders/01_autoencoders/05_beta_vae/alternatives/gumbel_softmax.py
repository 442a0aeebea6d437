"""Other right answers to `gumbel_softmax`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def sample_by_exponentials(logits, tau, u, hard=False):
    """Exponential variables in place of Gumbel ones, log-softmax; the one-hot vector by `scatter`."""
    race = logits - (-u.log()).log()
    y = torch.log_softmax(race / tau, dim=-1).exp()
    if hard:
        winner = race.argmax(dim=-1, keepdim=True)
        y = y + (torch.zeros_like(y).scatter(-1, winner, 1.0) - y).detach()
    return y


@alternative
def sample_with_its_own_backward(logits, tau, u, hard=False):
    """An autograd function that passes the gradient on as it is."""

    class StraightThrough(torch.autograd.Function):
        @staticmethod
        def forward(ctx, soft):
            return (soft == soft.amax(dim=-1, keepdim=True)).to(soft.dtype)

        @staticmethod
        def backward(ctx, gradient):
            return gradient

    y = torch.nn.functional.softmax((logits - torch.log(-torch.log(u))).div(tau), -1)
    return StraightThrough.apply(y) if hard else y
