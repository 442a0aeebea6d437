"""Wrong answers to `wasserstein_1`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_samples_of_equal_size")
def compares_without_sorting(x, y):
    """Believes that the first goes to the first, as they come."""
    n = min(len(x), len(y))
    return (x[:n] - y[:n]).abs().mean()


@mutant(caught_by="test_samples_of_different_sizes")
def cuts_the_longer_sample(x, y):
    """Believes that the formula for equal sizes holds once the longer sample has been cut."""
    n = min(len(x), len(y))
    return (x.sort().values[:n] - y.sort().values[:n]).abs().mean()


@mutant(caught_by="test_moved_and_stretched")
def compares_the_means(x, y):
    """Believes that the work is the way between the two centres of mass."""
    return (x.mean() - y.mean()).abs()


@mutant(caught_by="test_samples_of_equal_size")
def takes_the_largest_gap(x, y):
    """Takes the largest difference of the distribution functions: Kolmogorov's and Smirnov's distance."""
    values = torch.cat([x, y]).sort().values
    below_x = torch.searchsorted(x.sort().values, values, right=True) / len(x)
    below_y = torch.searchsorted(y.sort().values, values, right=True) / len(y)
    return (below_x - below_y).abs().max()


@mutant(caught_by="test_samples_of_equal_size")
def squares_the_difference(x, y):
    """Integrates the squared difference of the distribution functions: Cramer's distance."""
    values = torch.cat([x, y]).sort().values
    below_x = torch.searchsorted(x.sort().values, values[:-1], right=True) / len(x)
    below_y = torch.searchsorted(y.sort().values, values[:-1], right=True) / len(y)
    return ((below_x - below_y).square() * values.diff()).sum()


@mutant(caught_by="test_moved_and_stretched")
def lets_signs_cancel(x, y):
    """Forgets the absolute value, so that earth that is carried to the left pays for earth that is carried to the right."""
    values = torch.cat([x, y]).sort().values
    below_x = torch.searchsorted(x.sort().values, values[:-1], right=True) / len(x)
    below_y = torch.searchsorted(y.sort().values, values[:-1], right=True) / len(y)
    return ((below_x - below_y) * values.diff()).sum().abs()


@mutant(caught_by="test_samples_of_different_sizes")
def counts_instead_of_shares(x, y):
    """Divides both counts by the size of the first sample."""
    values = torch.cat([x, y]).sort().values
    below_x = torch.searchsorted(x.sort().values, values[:-1], right=True) / len(x)
    below_y = torch.searchsorted(y.sort().values, values[:-1], right=True) / len(x)
    return ((below_x - below_y).abs() * values.diff()).sum()


@mutant(caught_by="test_samples_of_different_sizes")
def interpolates_quantiles(x, y):
    """Believes that the shorter sample may be stretched by interpolating between its values."""
    shares = torch.linspace(0, 1, max(len(x), len(y)), dtype=torch.float64)
    return (torch.quantile(x, shares) - torch.quantile(y, shares)).abs().mean()


@mutant(caught_by="test_repeated_and_single_values")
def counts_values_below(x, y):
    """Counts the values that are smaller than t, at the left end of each gap, not those at it."""
    values = torch.cat([x, y]).sort().values
    below_x = torch.searchsorted(x.sort().values, values[:-1]) / len(x)
    below_y = torch.searchsorted(y.sort().values, values[:-1]) / len(y)
    return ((below_x - below_y).abs() * values.diff()).sum()


@mutant(caught_by="test_samples_of_equal_size")
def takes_the_second_distance(x, y):
    """Returns the root of the mean square: the distance with squared ways, W_2."""
    many_x, many_y = x.repeat_interleave(len(y)), y.repeat_interleave(len(x))
    return (many_x.sort().values - many_y.sort().values).square().mean().sqrt()
