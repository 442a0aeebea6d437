"""Wrong answers to `best_step`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_central_difference")
def makes_both_terms_equal(rule, M, delta):
    """Believes that a sum is smallest where its two terms are equal; for the forward difference that happens to be so."""
    if rule == "forward":
        h = 2 * math.sqrt(delta / M)
        return h, h * M / 2 + 2 * delta / h
    if rule == "central":
        h = (6 * delta / M) ** (1 / 3)
        return h, h**2 * M / 6 + delta / h
    raise ValueError(rule)


@mutant(caught_by="test_central_difference")
def takes_the_root_for_both(rule, M, delta):
    """Believes that the best step is a square root for every rule."""
    if rule == "forward":
        h = 2 * math.sqrt(delta / M)
        return h, h * M / 2 + 2 * delta / h
    if rule == "central":
        h = math.sqrt(3 * delta / M)
        return h, h**2 * M / 6 + delta / h
    raise ValueError(rule)


@mutant(caught_by="test_forward_difference")
def rounds_one_value_only(rule, M, delta):
    """Believes that only one of the two values of the forward difference is rounded."""
    if rule == "forward":
        h = math.sqrt(2 * delta / M)
        return h, h * M / 2 + delta / h
    if rule == "central":
        h = (3 * delta / M) ** (1 / 3)
        return h, h**2 * M / 6 + delta / h
    raise ValueError(rule)


@mutant(caught_by="test_forward_difference")
def forgets_the_rounding_in_the_error(rule, M, delta):
    """Believes that at the best step only the Taylor term is left."""
    if rule == "forward":
        h = 2 * math.sqrt(delta / M)
        return h, h * M / 2
    if rule == "central":
        h = (3 * delta / M) ** (1 / 3)
        return h, h**2 * M / 6
    raise ValueError(rule)


@mutant(caught_by="test_central_difference")
def follows_folklore(rule, M, delta):
    """Believes that the best step of the central difference is the root of the rounding error, as for the forward one."""
    if rule == "forward":
        h = 2 * math.sqrt(delta / M)
        return h, h * M / 2 + 2 * delta / h
    if rule == "central":
        h = 2 * math.sqrt(delta / M)
        return h, h**2 * M / 6 + delta / h
    raise ValueError(rule)


@mutant(caught_by="test_no_other_step_is_better_and_other_rules_are_refused")
def takes_any_other_rule_for_central(rule, M, delta):
    """Believes that what is not forward is central."""
    if rule == "forward":
        h = 2 * math.sqrt(delta / M)
        return h, h * M / 2 + 2 * delta / h
    h = (3 * delta / M) ** (1 / 3)
    return h, h**2 * M / 6 + delta / h
