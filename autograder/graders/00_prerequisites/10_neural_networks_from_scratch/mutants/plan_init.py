"""Wrong answers to `plan_init`, which a hidden test must catch. Each docstring says what the student believed."""

from itertools import pairwise

from autograder.testing import mutant


@mutant(caught_by="test_spread_with_he")
def forgets_the_half(widths, scheme):
    """Believes that a ReLU leaves the mean square as it is."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs
    return plan


@mutant(caught_by="test_spread_with_he")
def halves_at_the_entrance(widths, scheme):
    """Believes that a ReLU stands before the first layer, too."""
    plan, square = [], 0.5
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs / 2
    return plan


@mutant(caught_by="test_spread_with_he")
def reports_what_leaves_the_bend(widths, scheme):
    """Believes that the outputs are those after the ReLU."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, (outputs / 2) ** 0.5))
        square = outputs / 2
    return plan


@mutant(caught_by="test_standard_deviations")
def returns_variances(widths, scheme):
    """Believes that what is drawn with is the variance."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance, outputs**0.5))
        square = outputs / 2
    return plan


@mutant(caught_by="test_standard_deviations")
def counts_what_goes_out(widths, scheme):
    """Believes that He's rule counts the outputs."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_out
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs / 2
    return plan


@mutant(caught_by="test_spread_with_other_schemes")
def halves_the_size(widths, scheme):
    """Believes that the ReLU halves the size of the signal, not its square (but knows He's by heart)."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs / (2 if scheme == "he" else 4)
    return plan


@mutant(caught_by="test_small_networks_and_other_schemes")
def takes_any_scheme(widths, scheme):
    """Believes that what is neither He's nor Xavier's is the unit."""
    plan, square = [], 1.0
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        else:
            variance = 1.0
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs / 2
    return plan


@mutant(caught_by="test_spread_with_he")
def starts_with_the_width(widths, scheme):
    """Believes that the inputs' squares add up to 1, so that each of them has 1 / n."""
    plan, square = [], 1 / widths[0]
    for n_in, n_out in pairwise(widths):
        if scheme == "he":
            variance = 2 / n_in
        elif scheme == "xavier":
            variance = 2 / (n_in + n_out)
        elif scheme == "unit":
            variance = 1.0
        else:
            raise ValueError("the scheme is he, xavier or unit")
        outputs = n_in * variance * square
        plan.append((variance**0.5, outputs**0.5))
        square = outputs / 2
    return plan
