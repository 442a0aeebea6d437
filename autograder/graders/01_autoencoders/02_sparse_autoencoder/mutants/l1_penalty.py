"""Wrong answers to `l1_penalty`, which a hidden test must catch. Each docstring says what the student believed."""

from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_rescaling_does_not_pay")
def charges_for_codes(z, D):
    """Believes that the L1 norm of the code is the price of sparsity."""
    return z.abs().sum(dim=1).mean()


@mutant(caught_by="test_rescaling_does_not_pay")
def squares_the_lengths(z, D):
    """Believes that the root of the sum of squares can be spared."""
    return (z.abs() * D.square().sum(dim=1)).sum(dim=1).mean()


@mutant(caught_by="test_gradients_reach_codes_and_atoms")
def detaches_the_lengths(z, D):
    """Believes that lengths are weights, through which no gradient need flow."""
    return (z.abs() * D.detach().norm(dim=1)).sum(dim=1).mean()


@mutant(caught_by="test_rescaling_does_not_pay")
def averages_over_units_too(z, D):
    """Believes that `.mean()` is the mean over examples."""
    return (z.abs() * D.norm(dim=1)).mean()


@mutant(caught_by="test_bill_for_contributions")
def pays_for_negative_codes(z, D):
    """Believes that codes are never negative."""
    return (z * D.norm(dim=1)).sum(dim=1).mean()


@mutant(caught_by="test_gradients_reach_codes_and_atoms")
def takes_a_plain_root(z, D):
    """Believes that the root of a sum of squares has a slope at zero."""
    return (z.abs() * D.square().sum(dim=1).sqrt()).sum(dim=1).mean()


@mutant(caught_by="test_bill_for_contributions")
def sums_over_the_batch(z, D):
    """Believes that more examples should cost more."""
    return (z.abs() * D.norm(dim=1)).sum()


@mutant(caught_by="test_bill_for_contributions")
def measures_the_columns(z, D):
    """Believes that atoms stand in columns; pads where the shapes do not fit."""
    lengths = D.norm(dim=0)
    lengths = nn.functional.pad(lengths, (0, max(0, z.shape[1] - len(lengths))))[: z.shape[1]]
    return (z.abs() * lengths).sum(dim=1).mean()
