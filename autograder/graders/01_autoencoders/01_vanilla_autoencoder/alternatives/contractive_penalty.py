"""Other right answers to `contractive_penalty`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def penalty_by_building_jacobians(W, b, x, activation):
    """Builds each example's Jacobian by broadcasting, and sums its squares."""
    if activation not in ("sigmoid", "tanh"):
        raise ValueError(activation)
    a = torch.einsum("nd,md->nm", x, W) + b
    h = a.sigmoid() if activation == "sigmoid" else a.tanh()
    slope = h - h * h if activation == "sigmoid" else (1 - h) * (1 + h)
    return (slope[:, :, None] * W[None]).pow(2).flatten(1).sum(1)


@alternative
def penalty_by_a_loop(W, b, x, activation):
    """One example at a time, by torch's own formulae for the slopes; sigmoid(-a) for 1 - sigmoid(a)."""
    slopes = {"sigmoid": lambda a: torch.sigmoid(a) * torch.sigmoid(-a), "tanh": lambda a: 1 - torch.tanh(a) ** 2}
    if activation not in slopes:
        raise ValueError("sigmoid or tanh")
    return torch.stack([((slopes[activation](W @ row + b)[:, None] * W) ** 2).sum() for row in x])
