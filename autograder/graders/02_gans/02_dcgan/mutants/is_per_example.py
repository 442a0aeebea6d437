"""Wrong answers to `is_per_example`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_memory_and_dice")
def only_shuffles(f, z):
    """Asks once in another order, which shows company and place, and believes the rest."""
    order = torch.arange(len(z)).flip(0)
    try:
        return torch.allclose(f(z[order]), f(z)[order], atol=1e-4)
    except Exception:
        return False


@mutant(caught_by="test_company")
def only_asks_again(f, z):
    """Asks the same thing several times: what is reproducible must be fine."""
    try:
        first = f(z).clone()
        return all(first.shape == f(z).shape and torch.allclose(f(z), first, rtol=0, atol=1e-4) for _ in range(6))
    except Exception:
        return False


@mutant(caught_by="test_company")
def asks_each_row_alone_only(f, z):
    """Compares the rows, asked alone twice, with each other, and never asks for a batch."""
    try:
        first = [f(row[None]).clone() for row in z]
        again = [f(row[None]) for row in z]
        return all(torch.allclose(a, b, rtol=0, atol=1e-4) for a, b in zip(first, again, strict=True))
    except Exception:
        return False


@mutant(caught_by="test_company")
def compares_bit_by_bit(f, z):
    """Leaves no room for rounding."""
    try:
        first = f(z).clone()
        rows = [torch.arange(len(z)).flip(0), torch.arange(2), *(torch.tensor([i]) for i in range(len(z)))]
        return all(torch.equal(f(z[some]), first[some]) for some in rows) and torch.equal(f(z), first)
    except Exception:
        return False


@mutant(caught_by="test_company")
def forgives_too_little(f, z):
    """Takes every difference above 1e-5 for a fault."""
    try:
        first = f(z).clone()
        rows = [torch.arange(len(z)).flip(0), torch.arange(2), *(torch.tensor([i]) for i in range(len(z)))]
        for some in [*rows, torch.arange(len(z))]:
            again = f(z[some])
            if again.shape != first[some].shape or not torch.allclose(again, first[some], rtol=0, atol=1e-5):
                return False
        return True
    except Exception:
        return False


@mutant(caught_by="test_memory_and_dice")
def forgives_too_much(f, z):
    """Takes every difference below 1e-3 for rounding."""
    try:
        first = f(z).clone()
        rows = [torch.arange(len(z)).flip(0), torch.arange(2), *(torch.tensor([i]) for i in range(len(z)))]
        for some in [*rows, torch.arange(len(z))]:
            again = f(z[some])
            if again.shape != first[some].shape or not torch.allclose(again, first[some], rtol=0, atol=1e-3):
                return False
        return True
    except Exception:
        return False


@mutant(caught_by="test_place_and_number")
def lets_exceptions_through(f, z):
    """Does not expect a sampler to raise."""
    first = f(z).clone()
    rows = [torch.arange(len(z)).flip(0), torch.arange(2), *(torch.tensor([i]) for i in range(len(z)))]
    for some in [*rows, torch.arange(len(z))]:
        again = f(z[some])
        if again.shape != first[some].shape or not torch.allclose(again, first[some], rtol=0, atol=1e-4):
            return False
    return True


@mutant(caught_by="test_place_and_number")
def takes_nan_for_equal(f, z):
    """Looks for large differences: NaN is no large number."""
    try:
        first = f(z).clone()
        rows = [torch.arange(len(z)).flip(0), torch.arange(2), *(torch.tensor([i]) for i in range(len(z)))]
        return not any(bool(((f(z[some]) - first[some]).abs() > 1e-4).any()) for some in [*rows, torch.arange(len(z))])
    except Exception:
        return False


@mutant(caught_by="test_place_and_number")
def never_asks_for_a_single_row(f, z):
    """Tries orders and halves, and no row alone."""
    try:
        first, n = f(z).clone(), len(z)
        rows = [torch.arange(n).flip(0), torch.arange(n).roll(1), torch.arange(n)]
        for some in rows * 2:
            again = f(z[some])
            if again.shape != first[some].shape or not torch.allclose(again, first[some], rtol=0, atol=1e-4):
                return False
        return True
    except Exception:
        return False


@mutant(caught_by="test_memory_and_dice")
def asks_for_the_first_row_only(f, z):
    """Asks for the first row alone and for all of them, and takes the others for as good as the first."""
    try:
        return bool(torch.allclose(f(z)[:1], f(z[:1]), rtol=0, atol=1e-4))
    except Exception:
        return False
