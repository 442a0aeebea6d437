"""Wrong answers to `steps_needed`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_the_slowest_direction_decides")
def forgets_the_absolute_value(eigenvalues, lr, shrink):
    """Believes that the factors are never negative: a direction that is overshot seems to be fast."""
    rate = float((1 - lr * eigenvalues).max())
    if shrink == 1:
        return 0
    if rate >= 1 or float(lr * eigenvalues.max()) >= 2:
        return math.inf
    if rate <= 0:
        return 1
    return math.ceil(math.log(shrink) / math.log(rate))


@mutant(caught_by="test_the_slowest_direction_decides")
def takes_the_fastest_direction(eigenvalues, lr, shrink):
    """Believes that the fastest direction decides."""
    rate = float((1 - lr * eigenvalues).abs().min())
    if shrink == 1:
        return 0
    if float((1 - lr * eigenvalues).abs().max()) >= 1:
        return math.inf
    return 1 if rate == 0 else math.ceil(math.log(shrink) / math.log(rate))


@mutant(caught_by="test_the_slowest_direction_decides")
def rounds_down(eigenvalues, lr, shrink):
    """Believes that a step that is needed in part is not needed."""
    rate = float((1 - lr * eigenvalues).abs().max())
    if shrink == 1:
        return 0
    if rate >= 1:
        return math.inf
    return 1 if rate == 0 else math.floor(math.log(shrink) / math.log(rate))


@mutant(caught_by="test_the_slowest_direction_decides")
def counts_for_the_loss(eigenvalues, lr, shrink):
    """Believes that the loss is asked for, which shrinks with the square of the distance."""
    rate = float((1 - lr * eigenvalues).abs().max()) ** 2
    if shrink == 1:
        return 0
    if rate >= 1:
        return math.inf
    return 1 if rate == 0 else math.ceil(math.log(shrink) / math.log(rate))


@mutant(caught_by="test_the_slowest_direction_decides")
def assumes_the_best_rate(eigenvalues, lr, shrink):
    """Believes that the rate is always the best one, (kappa - 1) / (kappa + 1)."""
    own = float((1 - lr * eigenvalues).abs().max())
    if shrink == 1:
        return 0
    if own >= 1:
        return math.inf
    if own == 0:
        return 1
    kappa = float(eigenvalues.max() / eigenvalues.min())
    return math.ceil(math.log(shrink) / math.log((kappa - 1) / (kappa + 1)))


@mutant(caught_by="test_never_and_at_once")
def ignores_flat_directions(eigenvalues, lr, shrink):
    """Believes that a direction without slope may be left out, since there is nothing to gain."""
    rate = float((1 - lr * eigenvalues[eigenvalues > 0]).abs().max())
    if shrink == 1:
        return 0
    if rate >= 1:
        return math.inf
    return 1 if rate == 0 else math.ceil(math.log(shrink) / math.log(rate))


@mutant(caught_by="test_never_and_at_once")
def forgets_that_zero_has_no_logarithm(eigenvalues, lr, shrink):
    """Believes that no rate is ever perfect."""
    rate = float((1 - lr * eigenvalues).abs().max())
    if shrink == 1:
        return 0
    if rate >= 1:
        return math.inf
    return math.ceil(math.log(shrink) / math.log(rate))


@mutant(caught_by="test_never_and_at_once")
def always_takes_a_step(eigenvalues, lr, shrink):
    """Believes that even where nothing has to shrink there is something to do."""
    rate = float((1 - lr * eigenvalues).abs().max())
    if rate >= 1:
        return math.inf
    return 1 if rate == 0 else max(1, math.ceil(math.log(shrink) / math.log(rate)))


@mutant(caught_by="test_prediction_comes_true")
def takes_the_average_direction(eigenvalues, lr, shrink):
    """Believes that what most directions do is what counts."""
    factors = (1 - lr * eigenvalues).abs()
    if shrink == 1:
        return 0
    if float(factors.max()) >= 1:
        return math.inf
    rate = float(factors.mean())
    return 1 if rate == 0 else math.ceil(math.log(shrink) / math.log(rate))
