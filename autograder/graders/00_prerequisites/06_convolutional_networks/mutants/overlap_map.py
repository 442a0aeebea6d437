"""Wrong answers to `overlap_map`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_counts")
def adds_rows_and_columns(n, k, s):
    """Believes that the counts of rows and columns add up."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return c[:, None] + c - 1, k % s == 0


@mutant(caught_by="test_counts")
def takes_the_larger_count(n, k, s):
    """Believes that the count of a place is the larger one of its row's and its column's."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.maximum(c[:, None], c), k % s == 0


@mutant(caught_by="test_counts")
def counts_one_place_too_many(n, k, s):
    """Believes that a kernel of k reaches k pixels further than its first one."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets <= k)).sum(dim=1)
    return torch.outer(c, c), k % s == 0


@mutant(caught_by="test_counts")
def sees_no_borders(n, k, s):
    """Counts as if the input went on for ever."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(-k, n + k)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), k % s == 0


@mutant(caught_by="test_counts")
def fills_the_holes(n, k, s):
    """Believes that each place is stamped at least once."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1).clamp(min=1)
    return torch.outer(c, c), k % s == 0


@mutant(caught_by="test_even_or_not")
def even_kernels_are_even(n, k, s):
    """Believes that an even kernel size is what matters."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), k % 2 == 0


@mutant(caught_by="test_even_or_not")
def large_kernels_are_even(n, k, s):
    """Believes that it is enough if the stamps leave no hole."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), k >= s


@mutant(caught_by="test_even_or_not")
def looks_at_the_border_too(n, k, s):
    """Reads off the small map whether the counts are equal, borders and all."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), bool((c == c[0]).all())


@mutant(caught_by="test_even_or_not")
def divides_the_other_way(n, k, s):
    """Believes that the stride has to be a multiple of the kernel."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(n)
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), s % k == 0


@mutant(caught_by="test_every_stamp_is_counted")
def loses_the_last_input(n, k, s):
    """Counts the inputs up to the last but one."""
    offsets = torch.arange((n - 1) * s + k)[:, None] - s * torch.arange(max(n - 1, 1))
    c = ((offsets >= 0) & (offsets < k)).sum(dim=1)
    return torch.outer(c, c), k % s == 0
