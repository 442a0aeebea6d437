"""Wrong answers to `taylor`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_polynomials_are_predicted_exactly")
def forgets_the_factorial(derivatives, a, x, M):
    """Believes that the j-th derivative itself is the coefficient."""
    d, k = x - a, len(derivatives)
    return sum(c * d**j for j, c in enumerate(derivatives)) + 0 * d, M * abs(d) ** k / math.factorial(k)


@mutant(caught_by="test_polynomials_are_predicted_exactly")
def takes_powers_of_x(derivatives, a, x, M):
    """Believes that the polynomial is made of powers of x wherever the derivatives were taken."""
    k = len(derivatives)
    value = sum(c * x**j / math.factorial(j) for j, c in enumerate(derivatives)) + 0 * x
    return value, M * abs(x - a) ** k / math.factorial(k)


@mutant(caught_by="test_polynomials_are_predicted_exactly")
def leaves_out_the_last_term(derivatives, a, x, M):
    """Believes that the last derivative is for the bound."""
    d, k = x - a, len(derivatives)
    value = sum(c * d**j / math.factorial(j) for j, c in enumerate(derivatives[:-1])) + 0 * d
    return value, M * abs(d) ** k / math.factorial(k)


@mutant(caught_by="test_bound_of_the_remainder")
def bounds_the_last_term(derivatives, a, x, M):
    """Believes that the error is as large as the last term of the polynomial could be."""
    d, k = x - a, len(derivatives) - 1
    value = sum(c * d**j / math.factorial(j) for j, c in enumerate(derivatives)) + 0 * d
    return value, M * abs(d) ** k / math.factorial(k)


@mutant(caught_by="test_bound_of_the_remainder")
def keeps_the_sign_of_the_distance(derivatives, a, x, M):
    """Believes that x stands to the right of a."""
    d, k = x - a, len(derivatives)
    value = sum(c * d**j / math.factorial(j) for j, c in enumerate(derivatives)) + 0 * d
    return value, M * d**k / math.factorial(k)


@mutant(caught_by="test_bound_of_the_remainder")
def divides_the_bound_by_the_wrong_factorial(derivatives, a, x, M):
    """Believes that the bound is divided by k!, as the last term is."""
    d, k = x - a, len(derivatives)
    value = sum(c * d**j / math.factorial(j) for j, c in enumerate(derivatives)) + 0 * d
    return value, M * abs(d) ** k / math.factorial(k - 1)
