"""Wrong answers to `is_sample_of`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_shapes_of_distributions")
def always_agrees(x, cdf, alpha=1e-3):
    """Believes that finite numbers are good numbers."""
    return bool(torch.isfinite(x).all())


@mutant(caught_by="test_shapes_of_distributions")
def looks_at_mean_and_variance(x, cdf, alpha=1e-3):
    """Believes that a distribution is its mean and its variance, and that all are normal."""
    if not bool(torch.isfinite(x).all()):
        return False
    return abs(float(x.mean())) < 0.05 and abs(float(x.var()) - 1) < 0.1


@mutant(caught_by="test_shapes_of_distributions")
def forgets_to_sort(x, cdf, alpha=1e-3):
    """Believes that samples come in rising order."""
    n = len(x)
    F, i = cdf(x), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant(caught_by="test_level_and_size")
def looks_at_the_gap_above_only(x, cdf, alpha=1e-3):
    """Believes that the staircase can only be too high."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = (i / n - F).max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant(caught_by="test_level_and_size")
def looks_at_the_gap_below_only(x, cdf, alpha=1e-3):
    """Believes that the staircase can only be too low."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = (F - (i - 1) / n).max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant(caught_by="test_level_and_size")
def averages_the_gaps(x, cdf, alpha=1e-3):
    """Believes that the mean gap is the statistic."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).mean()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant(caught_by="test_level_and_size")
def has_a_limit_of_its_own(x, cdf, alpha=1e-3):
    """Believes that one limit, 5 %, serves every level and size."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return bool(torch.isfinite(x).all()) and bool(D <= 0.05)


@mutant(caught_by="test_level_and_size")
def forgets_that_errors_have_two_sides(x, cdf, alpha=1e-3):
    """Believes that the limit has log(1/alpha): a test of one side."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(1 / alpha) / (2 * n)) >= D)


@mutant(caught_by="test_level_and_size")
def forgets_the_two_of_the_limit(x, cdf, alpha=1e-3):
    """Believes that the limit's denominator is N."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / n) >= D)


@mutant(caught_by="test_few_numbers")
def compares_with_one_height_only(x, cdf, alpha=1e-3):
    """Believes that the height after the jump is enough, in absolute value."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = (i / n - F).abs().max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant(caught_by="test_few_numbers")
def takes_the_middle_of_the_jump(x, cdf, alpha=1e-3):
    """Believes that the staircase has the height (i - 1/2)/N."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = ((i - 0.5) / n - F).abs().max()
    return bool(torch.isfinite(x).all()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant(caught_by="test_numbers_that_are_none")
def lets_nan_through(x, cdf, alpha=1e-3):
    """Believes that a bad number shows in D: asks whether D is too large, which NaN never is."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return not bool(math.sqrt(math.log(2 / alpha) / (2 * n)) < D)


@mutant(caught_by="test_numbers_that_are_none")
def lets_infinity_through(x, cdf, alpha=1e-3):
    """Believes that NaN is the only number that is none."""
    n = len(x)
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return not bool(x.isnan().any()) and bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)


@mutant(caught_by="test_numbers_that_are_none")
def drops_bad_numbers(x, cdf, alpha=1e-3):
    """Believes that bad numbers may be left out of the test."""
    x = x[torch.isfinite(x)]
    n = len(x)
    if n == 0:
        return False
    F, i = cdf(x.sort().values), torch.arange(1, n + 1, dtype=torch.float64)
    D = torch.maximum(i / n - F, F - (i - 1) / n).max()
    return bool(math.sqrt(math.log(2 / alpha) / (2 * n)) >= D)
