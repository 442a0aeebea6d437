"""Wrong answers to `kl_sparsity_grad`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_gradient_of_a_batch")
def forgets_the_batch(a, rho):
    """Believes that the rate is a sum: no division by N."""
    on, off = torch.sigmoid(a), torch.sigmoid(-a)
    return (-rho / on.mean(dim=0) + (1 - rho) / off.mean(dim=0)) * on * off


@mutant(caught_by="test_gradient_of_a_batch")
def stops_at_the_activation(a, rho):
    """Believes that the gradient with respect to z is that with respect to a."""
    on, off = torch.sigmoid(a), torch.sigmoid(-a)
    return (-rho / on.mean(dim=0) + (1 - rho) / off.mean(dim=0)).expand_as(a) / len(a)


@mutant(caught_by="test_gradient_of_a_batch")
def takes_each_example_alone(a, rho):
    """Believes that each example has a rate of its own."""
    return (torch.sigmoid(a) - rho) / len(a)


@mutant(caught_by="test_saturated_units")
def subtracts_from_one(a, rho):
    """Believes that 1 - sigmoid(a) is as good as sigmoid(-a)."""
    z = torch.sigmoid(a)
    rate = z.mean(dim=0)
    return (-rho / rate + (1 - rho) / (1 - rate)) * z * (1 - z) / len(a)


@mutant(caught_by="test_gradient_predicts_how_the_cost_changes")
def climbs(a, rho):
    """Believes that the sign is a matter of taste."""
    on, off = torch.sigmoid(a), torch.sigmoid(-a)
    return (rho / on.mean(dim=0) - (1 - rho) / off.mean(dim=0)) * on * off / len(a)


@mutant(caught_by="test_saturated_units")
def adds_a_small_number(a, rho):
    """Believes that 1e-8 in the denominators mends everything: it makes the gradient of stuck units vanish."""
    z = torch.sigmoid(a)
    rate = z.mean(dim=0)
    return (-rho / (rate + 1e-8) + (1 - rho) / (1 - rate + 1e-8)) * z * (1 - z) / len(a)


@mutant(caught_by="test_gradient_of_a_batch")
def averages_along_the_units(a, rho):
    """Believes that the rate is the mean over the units of an example."""
    on, off = torch.sigmoid(a), torch.sigmoid(-a)
    slope = -rho / on.mean(dim=1, keepdim=True) + (1 - rho) / off.mean(dim=1, keepdim=True)
    return slope * on * off / len(a)
