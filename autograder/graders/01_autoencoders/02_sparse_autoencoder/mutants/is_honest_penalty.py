"""Wrong answers to `is_honest_penalty`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_prices")
def checks_scaling_only(penalty):
    """Believes that what cannot be escaped makes codes sparse."""
    torch.manual_seed(0)
    z, D = torch.randn(4, 3, dtype=torch.float64), torch.randn(3, 5, dtype=torch.float64)
    s = torch.tensor([0.3, 2.0, 7.0], dtype=torch.float64)
    return bool(torch.isclose(penalty(z * s, D / s[:, None]), penalty(z, D), rtol=1e-6, atol=0))


@mutant(caught_by="test_gradients")
def believes_values(penalty):
    """Believes that a right value has a right gradient."""
    torch.manual_seed(0)
    z, D = torch.randn(4, 3, dtype=torch.float64), torch.randn(3, 5, dtype=torch.float64)
    s = torch.tensor([0.3, 2.0, 7.0], dtype=torch.float64)
    value = penalty(z, D)
    entries = torch.diag_embed(z.reshape(-1)).reshape(-1, 4, 3)
    alone = torch.stack([penalty(sign * entry, D) for entry in entries for sign in (1, -1)])
    near = [penalty(z * s, D / s[:, None]), penalty(2 * z, D) / 2, alone[::2].sum()]
    return bool((alone > 0).all()) and all(bool((v - value).abs() <= 1e-6 * value.abs()) for v in near)


@mutant(caught_by="test_prices")
def wants_equation_seven(penalty):
    """Believes that there is one honest penalty only."""
    torch.manual_seed(0)
    z, D = torch.randn(4, 3, dtype=torch.float64), torch.randn(3, 5, dtype=torch.float64)
    leaves = z.requires_grad_(), D.requires_grad_()
    value, wanted = penalty(*leaves), l1_penalty(*leaves)
    if not value.requires_grad or float(value) <= 0:
        return False
    found = torch.autograd.grad(value / value.detach(), leaves, allow_unused=True)
    right = torch.autograd.grad(wanted / wanted.detach(), leaves)
    return all(g is not None and torch.allclose(g, h) for g, h in zip(found, right, strict=True))


@mutant(caught_by="test_loopholes")
def compares_absolutely(penalty):
    """Believes that 1e-6 is small, whatever the penalty's scale."""
    torch.manual_seed(0)
    z, D = torch.randn(4, 3, dtype=torch.float64), torch.randn(3, 5, dtype=torch.float64)
    s = torch.tensor([0.3, 2.0, 7.0], dtype=torch.float64)
    return bool((penalty(z * s, D / s[:, None]) - penalty(z, D)).abs() < 1e-6)


@mutant(caught_by="test_prices")
def draws_positive_codes(penalty):
    """Believes that codes of ReLU units are all that need be tried."""
    torch.manual_seed(0)
    z = torch.rand(4, 3, dtype=torch.float64).requires_grad_()
    D = torch.randn(3, 5, dtype=torch.float64).requires_grad_()
    value = penalty(z, D)
    if not value.requires_grad or float(value) <= 0:
        return False
    d_z, d_D = torch.autograd.grad(value, (z, D), allow_unused=True)
    if d_z is None or d_D is None or not torch.allclose((z * d_z).sum(0), (D * d_D).sum(1), atol=0):
        return False
    entries = torch.diag_embed(z.detach().reshape(-1)).reshape(-1, 4, 3)
    total = sum(float(penalty(entry, D)) for entry in entries)
    return abs(total - float(value)) < 1e-6 * float(value) and math.isclose(float(penalty(2 * z, D)), 2 * float(value))


@mutant(caught_by="test_loopholes")
def accepts_what_is_positive(penalty):
    """Believes that a penalty that is never negative does its work."""
    torch.manual_seed(0)
    z, D = torch.randn(4, 3, dtype=torch.float64), torch.randn(3, 5, dtype=torch.float64)
    return bool(penalty(z, D) > 0) and bool(penalty(-z, D) > 0)


@mutant(caught_by="test_loopholes")
def rejects_everything(penalty):
    """Believes that in doubt a check should say no."""
    return penalty is l1_penalty


@mutant(caught_by="test_prices")
def lets_entries_go_free(penalty):
    """Believes that "costs more than nothing" and "costs no less than nothing" are the same."""
    torch.manual_seed(0)
    z = torch.randn(4, 3, dtype=torch.float64).requires_grad_()
    D = torch.randn(3, 5, dtype=torch.float64).requires_grad_()
    value = penalty(z, D)
    if not value.requires_grad or float(value) <= 0:
        return False
    d_z, d_D = torch.autograd.grad(value, (z, D), allow_unused=True)
    if d_z is None or d_D is None or not torch.allclose((z * d_z).sum(0), (D * d_D).sum(1), rtol=1e-6, atol=0):
        return False
    alone = [float(penalty(entry, D)) for entry in torch.diag_embed(z.detach().reshape(-1)).reshape(-1, 4, 3)]
    is_one_price = math.isclose(float(penalty(2 * z, D)), 2 * float(value), rel_tol=1e-6)
    return is_one_price and min(alone) >= 0 and math.isclose(sum(alone), float(value), rel_tol=1e-6)


@mutant(caught_by="test_prices")
def wants_signs_to_be_equal(penalty):
    """Believes that a code and its mirror image have to cost the same."""
    torch.manual_seed(0)
    z = torch.randn(4, 3, dtype=torch.float64).requires_grad_()
    D = torch.randn(3, 5, dtype=torch.float64).requires_grad_()
    value = penalty(z, D)
    if not value.requires_grad or float(value) <= 0:
        return False
    d_z, d_D = torch.autograd.grad(value, (z, D), allow_unused=True)
    if d_z is None or d_D is None or not torch.allclose((z * d_z).sum(0), (D * d_D).sum(1), rtol=1e-6, atol=0):
        return False
    alone = [float(penalty(entry, D)) for entry in torch.diag_embed(z.detach().reshape(-1)).reshape(-1, 4, 3)]
    near = [sum(alone), float(penalty(-z, D)), float(penalty(2 * z, D)) / 2]
    return min(alone) > 0 and all(math.isclose(each, float(value), rel_tol=1e-6) for each in near)


@mutant(caught_by="test_gradients")
def looks_at_the_last_unit(penalty):
    """Believes that what holds for one unit holds for all: only the last one's gradients are compared."""
    torch.manual_seed(0)
    z = torch.randn(4, 3, dtype=torch.float64).requires_grad_()
    D = torch.randn(3, 5, dtype=torch.float64).requires_grad_()
    value = penalty(z, D)
    if not value.requires_grad:
        return False
    d_z, d_D = torch.autograd.grad(value, (z, D), allow_unused=True)
    if d_z is None or d_D is None:
        return False
    return math.isclose(float((z * d_z).sum(0)[-1]), float((D * d_D).sum(1)[-1]), rel_tol=1e-6)
