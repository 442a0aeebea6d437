"""Wrong answers to `is_auc`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_ties_and_the_way_it_points")
def tries_no_ties(auc):
    """Believes that scores of real models are never equal."""
    generator = torch.Generator().manual_seed(0)
    for m, n, shift in ((5, 8, 1.0), (9, 4, -1.0), (1, 3, 0.0), (4, 1, 0.0)):
        normal = torch.randn(m, dtype=torch.float64, generator=generator)
        odd = torch.randn(n, dtype=torch.float64, generator=generator) + shift
        given = normal.clone(), odd.clone()
        try:
            if not abs(float(auc(*given)) - float((odd[:, None] > normal).double().mean())) < 1e-6:
                return False
        except Exception:
            return False
        if not (torch.equal(given[0], normal) and torch.equal(given[1], odd)):
            return False
    return True


@mutant(caught_by="test_ties_and_the_way_it_points")
def tries_good_scores_only(auc):
    """Believes that a score always points the right way."""
    normal, odd = torch.tensor([0.1, 0.4, 0.4, 2.0]).double(), torch.tensor([0.4, 0.9, 3.0, -1.0, 5.0]).double()
    try:
        right = (odd[:, None] > normal).double() + 0.5 * (odd[:, None] == normal).double()
        return bool(abs(float(auc(normal.clone(), odd.clone())) - float(right.mean())) < 1e-6)
    except Exception:
        return False


@mutant(caught_by="test_numbers_that_are_wrong")
def tries_sets_of_one_size(auc):
    """Believes that one healthy part for each broken one is a fair test, with scores from 0 to 1."""
    generator = torch.Generator().manual_seed(0)
    for levels in (2, 3, 5, 100):
        normal, odd = torch.randint(levels, (2, 12), generator=generator).double() / levels
        for a, b in ((normal, odd), (odd, normal)):
            given = a.clone(), b.clone()
            try:
                right = (b[:, None] > a).double().mean() + 0.5 * (b[:, None] == a).double().mean()
                if not abs(float(auc(*given)) - float(right)) < 1e-6:
                    return False
            except Exception:
                return False
            if not (torch.equal(given[0], a) and torch.equal(given[1], b)):
                return False
    return True


@mutant(caught_by="test_programs_that_do_anything")
def lets_errors_through(auc):
    """Believes that a program that raises is somebody else's problem."""
    generator = torch.Generator().manual_seed(0)
    for m, n, shift in ((7, 4, 0), (5, 9, 1), (3, 6, -1), (6, 1, 2), (30, 20, -2)):
        normal = 7.0 * torch.randint(3, (m,), generator=generator).double() - 10
        odd = 7.0 * (torch.randint(3, (n,), generator=generator).double() + shift) - 10
        right = (odd[:, None] > normal).double().mean() + 0.5 * (odd[:, None] == normal).double().mean()
        if abs(float(auc(normal, odd)) - float(right)) > 1e-6:
            return False
    normal, odd = 1e-6 * torch.randn(2, 20, dtype=torch.float64, generator=generator)
    return bool(abs(float(auc(normal, odd)) - float((odd[:, None] > normal).double().mean())) < 1e-6)


@mutant(caught_by="test_ties_and_the_way_it_points")
def accepts_what_lies_between_zero_and_one(auc):
    """Believes that a number from 0 to 1 that grows with the odd scores is an AUC."""
    normal = torch.arange(5).double()
    try:
        values = [float(auc(normal.clone(), normal + shift)) for shift in (0.0, 2.0, 10.0)]
        return bool(0 <= values[0] <= values[1] <= values[2] <= 1)
    except Exception:
        return False
