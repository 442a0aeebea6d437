"""Wrong answers to `fisher_bernoulli`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_information_is_the_variance_of_the_score")
def takes_the_coins_variance(theta, delta):
    """Believes that the information is the variance of the coin; it is one over it."""
    fisher = theta * (1 - theta)
    return [-1 / (1 - theta), 1 / theta], fisher, fisher * delta**2 / 2


@mutant(caught_by="test_scores_are_slopes")
def differentiates_by_the_logit(theta, delta):
    """Differentiates by the logit, where the score is x - theta."""
    fisher = theta * (1 - theta)
    return [-theta, 1 - theta], fisher, fisher * delta**2 / 2


@mutant(caught_by="test_scores_are_slopes")
def forgets_the_inner_derivative(theta, delta):
    """Differentiates log(1 - theta) to 1 / (1 - theta)."""
    fisher = 1 / (theta * (1 - theta))
    return [1 / (1 - theta), 1 / theta], fisher, fisher * delta**2 / 2


@mutant(caught_by="test_scores_are_slopes")
def has_heads_first(theta, delta):
    """Lists the score of x = 1 first."""
    fisher = 1 / (theta * (1 - theta))
    return [1 / theta, -1 / (1 - theta)], fisher, fisher * delta**2 / 2


@mutant(caught_by="test_information_is_the_variance_of_the_score")
def adds_squares_without_weights(theta, delta):
    """Adds up the squared scores of both outcomes as if they were equally probable."""
    fisher = 1 / theta**2 + 1 / (1 - theta) ** 2
    return [-1 / (1 - theta), 1 / theta], fisher, fisher * delta**2 / 2


@mutant(caught_by="test_information_is_the_variance_of_the_score")
def looks_at_heads_only(theta, delta):
    """Believes that tails tell nothing about theta."""
    fisher = 1 / theta
    return [-1 / (1 - theta), 1 / theta], fisher, fisher * delta**2 / 2


@mutant(caught_by="test_forecast_comes_true_nearby")
def forgets_the_half_of_the_parabola(theta, delta):
    """Believes that KL is F delta^2."""
    fisher = 1 / (theta * (1 - theta))
    return [-1 / (1 - theta), 1 / theta], fisher, fisher * delta**2


@mutant(caught_by="test_forecast_comes_true_nearby")
def walks_in_a_straight_line(theta, delta):
    """Believes that a divergence grows in proportion to the step."""
    fisher = 1 / (theta * (1 - theta))
    return [-1 / (1 - theta), 1 / theta], fisher, fisher * abs(delta) / 2


@mutant(caught_by="test_forecast_is_of_second_order")
def computes_the_divergence(theta, delta):
    """Computes the divergence itself instead of foretelling it."""
    fisher = 1 / (theta * (1 - theta))
    there = min(max(theta + delta, 1e-12), 1 - 1e-12)
    kl = theta * math.log(theta / there) + (1 - theta) * math.log((1 - theta) / (1 - there))
    return [-1 / (1 - theta), 1 / theta], fisher, kl
