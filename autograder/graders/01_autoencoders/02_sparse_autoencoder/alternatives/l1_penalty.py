"""Other right answers to `l1_penalty`, which must have full marks. Each docstring says how it differs."""

import torch

from autograder.testing import alternative


@alternative
def bill_of_normalised_atoms(z, D):
    """A matrix product: mean code sizes times lengths."""
    return z.abs().mean(dim=0) @ D.norm(dim=1)


@alternative
def bill_by_examples(z, D):
    """One example at a time."""
    lengths = torch.linalg.norm(D, axis=-1)
    return sum(torch.dot(torch.abs(row), lengths) for row in z) / len(z)
