"""Wrong answers to `predict_repeats`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_every_case_counted_out")
def counts_the_missing_ones(n, m):
    """Believes that equation (9) is the number of examples that do not come."""
    no_repeat = 1.0
    for i in range(1, m):
        no_repeat *= max(n - i, 0) / n
    return float(n * (1 - 1 / n) ** m), no_repeat


@mutant(caught_by="test_every_case_counted_out")
def has_one_factor_too_many(n, m):
    """Believes that m draws avoid m examples."""
    no_repeat = 1.0
    for i in range(1, m + 1):
        no_repeat *= max(n - i, 0) / n
    return n * (1 - (1 - 1 / n) ** m), no_repeat


@mutant(caught_by="test_every_case_counted_out")
def compares_with_one_other_only(n, m):
    """Believes that each draw has to avoid just the one before it."""
    return n * (1 - (1 - 1 / n) ** m), (1 - 1 / n) ** max(m - 1, 0)


@mutant(caught_by="test_few_draws")
def lets_factors_go_negative(n, m):
    """Believes that there are never more draws than examples, and looks at the size of factors only."""
    no_repeat = 1.0
    for i in range(1, m):
        no_repeat *= abs(n - i) / n if i != n else 1 / n
    return n * (1 - (1 - 1 / n) ** m), no_repeat


@mutant(caught_by="test_every_case_counted_out")
def counts_until_all_are_seen(n, m):
    """Believes that draws are different until all examples have come."""
    return float(min(n, m)), 1.0 if m <= n else 0.0


@mutant(caught_by="test_large_numbers")
def approximates_with_a_bell(n, m):
    """Believes that the well-known approximation of the birthday problem is good enough."""
    no_repeat = (
        math.prod(max(n - i, 0) / n for i in range(1, m)) if m > n or n < 10 else math.exp(-m * (m - 1) / (2 * n))
    )
    return n * (1 - (1 - 1 / n) ** m), no_repeat
