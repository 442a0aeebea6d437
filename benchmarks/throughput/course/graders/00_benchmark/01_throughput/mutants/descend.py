"""Wrong answers to `descend`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_first_steps_are_exact")
def halves_the_gradient(X, y, steps, rate):
    """Believes that the 2 of a square's derivative may be left out."""
    w, losses = torch.zeros(X.shape[1], dtype=X.dtype), []
    for _ in range(steps):
        rest = X @ w - y
        losses.append(rest.square().mean().item())
        w = w - rate * X.T @ rest / len(y)
    return w, losses


@mutant(caught_by="test_finds_the_least_squares")
def takes_one_step(X, y, steps, rate):
    """Believes that returning inside the loop ends the step."""
    w, losses = torch.zeros(X.shape[1], dtype=X.dtype), []
    for _ in range(steps):
        rest = X @ w - y
        losses.append(rest.square().mean().item())
        w = w - rate * 2 * X.T @ rest / len(y)
        return w, losses
