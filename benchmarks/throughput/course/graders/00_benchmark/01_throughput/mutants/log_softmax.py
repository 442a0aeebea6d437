"""Wrong answers to `log_softmax`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_large_logits_do_not_overflow")
def overflows(z):
    """Believes that exponentials are always finite."""
    return (z.exp() / z.exp().sum(-1, keepdim=True)).log()


@mutant(caught_by="test_matches_the_definition")
def sums_the_wrong_axis(z):
    """Believes that classes stand in the first axis."""
    return z - torch.logsumexp(z, dim=0, keepdim=True)
