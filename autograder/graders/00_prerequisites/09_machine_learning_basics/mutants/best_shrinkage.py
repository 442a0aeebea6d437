"""Wrong answers to `best_shrinkage`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_the_best_penalty")
def makes_both_terms_equal(theta, sigma, n):
    """Believes that a sum is smallest where its two terms are equal."""
    lam = sigma / (math.sqrt(n) * abs(theta))
    return lam, (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam) ** 2


@mutant(caught_by="test_the_best_penalty")
def forgets_how_many(theta, sigma, n):
    """Believes that the noise of one measurement decides, however many there are."""
    lam = sigma**2 / theta**2
    return lam, (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam) ** 2


@mutant(caught_by="test_the_best_penalty")
def forgets_the_squares(theta, sigma, n):
    """Believes that sizes enter as they are; a negative theta makes a negative penalty."""
    lam = sigma / (n * theta)
    return lam, (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam) ** 2


@mutant(caught_by="test_both_terms_at_it")
def does_not_shrink_the_variance(theta, sigma, n):
    """Believes that the variance of the mean is not touched by the factor."""
    lam = sigma**2 / (n * theta**2)
    return lam, (lam * theta / (1 + lam)) ** 2, sigma**2 / n


@mutant(caught_by="test_both_terms_at_it")
def shrinks_the_variance_once(theta, sigma, n):
    """Believes that a factor leaves a variance as it is, not squared."""
    lam = sigma**2 / (n * theta**2)
    return lam, (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam)


@mutant(caught_by="test_both_terms_at_it")
def returns_the_bias_itself(theta, sigma, n):
    """Believes that bias is asked for, not its square."""
    lam = sigma**2 / (n * theta**2)
    return lam, abs(lam * theta / (1 + lam)), sigma**2 / n / (1 + lam) ** 2


@mutant(caught_by="test_no_other_penalty_is_better")
def returns_the_factor(theta, sigma, n):
    """Believes that the factor 1 / (1 + lam) is the penalty."""
    lam = sigma**2 / (n * theta**2)
    return 1 / (1 + lam), (lam * theta / (1 + lam)) ** 2, sigma**2 / n / (1 + lam) ** 2
