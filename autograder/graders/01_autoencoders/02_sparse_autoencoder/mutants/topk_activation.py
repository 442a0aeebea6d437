"""Wrong answers to `topk_activation`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_ties_and_ends")
def keeps_all_ties(a, k):
    """Believes that comparing with the k-th largest value keeps k entries."""
    if k <= 0:
        return torch.zeros_like(a)
    smallest = a.topk(min(k, a.shape[1]), dim=1).values[:, -1:]
    return torch.relu(a) * (a >= smallest)


@mutant(caught_by="test_largest_of_each_row")
def keeps_the_largest_in_size(a, k):
    """Believes that large negative pre-activations are to be kept as well."""
    kept = torch.sort(a.abs(), dim=1, descending=True, stable=True).indices[:, :k]
    return a * torch.zeros_like(a).scatter(1, kept, 1)


@mutant(caught_by="test_largest_of_each_row")
def keeps_negative_values(a, k):
    """Believes that what is among the k largest is positive."""
    kept = torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]
    return a * torch.zeros_like(a).scatter(1, kept, 1)


@mutant(caught_by="test_largest_of_each_row")
def keeps_along_the_batch(a, k):
    """Believes that the k largest examples of each unit are meant."""
    kept = torch.sort(a, dim=0, descending=True, stable=True).indices[:k]
    return torch.relu(a) * torch.zeros_like(a).scatter(0, kept, 1)


@mutant(caught_by="test_gradient_flows_through_what_is_kept")
def passes_the_gradient_straight_through(a, k):
    """Believes that a selection needs a straight-through estimator."""
    kept = torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]
    z = torch.relu(a) * torch.zeros_like(a).scatter(1, kept, 1)
    return a + (z - a).detach()


@mutant(caught_by="test_gradient_flows_through_what_is_kept")
def loses_the_gradient(a, k):
    """Believes that writing numbers into zeros keeps the graph."""
    kept = torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]
    z = torch.zeros_like(a)
    for i, columns in enumerate(kept.tolist()):
        for j in columns:
            z[i, j] = max(float(a[i, j].detach()), 0.0)
    return z + 0 * a.sum()


@mutant(caught_by="test_ties_and_ends")
def trusts_topk(a, k):
    """Believes that `topk` takes any k, and takes the first of equals."""
    values, indices = a.topk(min(k, a.shape[1]), dim=1)
    latest = a.shape[1] - 1 - a.flip(1).topk(min(k, a.shape[1]), dim=1).indices
    indices = torch.where(a.gather(1, latest) == values, latest, indices)
    return torch.zeros_like(a).scatter(1, indices, torch.relu(values))


@mutant(caught_by="test_largest_of_each_row")
def returns_ones(a, k):
    """Believes that the mask is the code."""
    kept = torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]
    return torch.zeros_like(a).scatter(1, kept, 1) * (a > 0)


@mutant(caught_by="test_largest_of_each_row")
def cuts_off_in_place(a, k):
    """Believes that `masked_fill_` makes a new tensor."""
    kept = torch.sort(a, dim=1, descending=True, stable=True).indices[:, :k]
    rest = torch.ones_like(a, dtype=torch.bool).scatter(1, kept, False)
    return a.masked_fill_(rest, 0).clamp_(min=0)
