"""Other right answers to `gradient_penalty`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def sums_squares_and_guards(critic, x):
    """A root of a sum of squares, with a tiny number inside it; cotangents of ones."""
    x = x.detach().requires_grad_(True)
    values = critic(x)
    (gradient,) = torch.autograd.grad(values, x, grad_outputs=torch.ones_like(values), create_graph=True)
    steepness = torch.sqrt((gradient**2).sum(dim=tuple(range(1, x.dim()))) + 1e-12)
    return torch.mean((steepness - 1.0) ** 2)


@alternative
def one_example_at_a_time(critic, x):
    """A loop over examples, each with a walk of its own."""
    penalties = []
    for example in x:
        leaf = example.detach().clone()[None].requires_grad_()
        (gradient,) = torch.autograd.grad(critic(leaf).squeeze(), leaf, create_graph=True)
        penalties.append((torch.linalg.vector_norm(gradient) - 1) ** 2)
    return torch.stack(penalties).mean()
