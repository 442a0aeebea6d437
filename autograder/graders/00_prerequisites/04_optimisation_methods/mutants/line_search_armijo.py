"""Wrong answers to `line_search_armijo`, which a hidden test must catch. Each docstring says what the student believed."""

from autograder.testing import mutant


@mutant(caught_by="test_the_share_of_the_slope")
def accepts_any_decrease(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that any decrease is enough."""
    if float(g @ d) >= 0:
        return 0.0
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) <= float(loss(theta)):
            return lr
        lr *= shrink
    return 0.0


@mutant(caught_by="test_the_share_of_the_slope")
def forgets_the_length_in_the_promise(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that the decrease that is asked for does not depend on the length of the step."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) <= here + c * slope:
            return lr
        lr *= shrink
    return 0.0


@mutant(caught_by="test_first_length_that_is_accepted")
def assumes_the_steepest_direction(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that the direction is always minus the gradient, so that the slope is minus its square."""
    slope, here = -float(g @ g), float(loss(theta))
    if float(g @ d) >= 0:
        return 0.0
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) <= here + c * lr * slope:
            return lr
        lr *= shrink
    return 0.0


@mutant(caught_by="test_the_share_of_the_slope")
def refuses_equality(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that exactly enough is not enough."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) < here + c * lr * slope:
            return lr
        lr *= shrink
    return 0.0


@mutant(caught_by="test_losses_that_are_not_numbers")
def lets_nan_pass(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that what is not too high is low enough."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while float(loss(theta + lr * d)) > here + c * lr * slope:
        lr *= shrink
        if lr < 1e-12:
            return 0.0
    return lr


@mutant(caught_by="test_hopeless_directions")
def trusts_the_direction(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that every direction leads downhill, and accepts the first length at which nothing changes any more."""
    slope, here = float(g @ d), float(loss(theta))
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) <= here + c * lr * slope:
            return lr
        lr *= shrink
    return 0.0


@mutant(caught_by="test_hopeless_directions")
def goes_on_to_any_length(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that some length is always accepted in the end, however short."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while lr > 0:
        if float(loss(theta + lr * d)) <= here + c * lr * slope:
            return lr
        lr *= shrink
    return 0.0


@mutant(caught_by="test_first_length_that_is_accepted")
def always_halves(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that steps are always halved, whatever `shrink` says."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while lr >= 1e-12:
        if float(loss(theta + lr * d)) <= here + c * lr * slope:
            return lr
        lr /= 2
    return 0.0


@mutant(caught_by="test_first_length_that_is_accepted")
def shortens_once_more(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """Believes that the length has to be shortened before it is tried for the first time."""
    slope, here = float(g @ d), float(loss(theta))
    if slope >= 0:
        return 0.0
    while lr >= 1e-12:
        lr *= shrink
        if float(loss(theta + lr * d)) <= here + c * lr * slope:
            return lr
    return 0.0
