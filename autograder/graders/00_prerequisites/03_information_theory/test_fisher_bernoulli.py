"""Hidden tests of `fisher_bernoulli`: scores as slopes, information as their variance, the forecast against the truth."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points, require


def ask(notebook, theta, delta):
    """The student's scores [2], Fisher information and forecast."""
    answer = notebook.fisher_bernoulli(float(theta), float(delta))
    is_triple = isinstance(answer, list | tuple) and len(answer) == 3
    require(is_triple, "three things have to be returned: scores, fisher, kl")
    scores = as_tensor(answer[0], "the scores")
    assert_shape(scores, (2,), what="the scores", hint="One for x = 0, one for x = 1.")
    numbers = [as_tensor(value, what).reshape(-1) for value, what in zip(answer[1:], ("fisher", "kl"), strict=True)]
    require(all(number.numel() == 1 for number in numbers), "fisher and kl have to be one number each")
    return scores, numbers[0][0], numbers[1][0]


@points("fisher_bernoulli", 1)
def test_scores_are_slopes(notebook, rng):
    """Each score is the slope of its outcome's log-probability by theta, and under the coin they cancel in the mean."""
    for theta in (0.5, *rng.uniform(0.05, 0.95, (3,)).tolist()):
        scores, _, _ = ask(notebook, theta, 0.01)
        h = 1e-6
        log_p = [(math.log(1 - t), math.log(t)) for t in (theta - h, theta + h)]
        slopes = torch.tensor([(b - a) / (2 * h) for a, b in zip(*log_p, strict=True)])
        hint = "Differentiate log(1 - theta) and log(theta) by theta, in this order; mind the inner derivative."
        assert_close(scores, slopes, rtol=1e-5, what="the scores", hint=hint)
        mean = (1 - theta) * scores[0] + theta * scores[1]
        hint = "Heads speak for theta, tails against it."
        assert_close(mean, 0.0, atol=1e-5, what="the mean score", hint=hint)  # in float32, too


@points("fisher_bernoulli", 1)
def test_information_is_the_variance_of_the_score(notebook, rng):
    """The Fisher information is the variance of the score under the coin, least for a fair one."""
    for theta in (0.5, *rng.uniform(0.02, 0.98, (4,)).tolist()):
        _, fisher, _ = ask(notebook, theta, 0.01)
        mean_square = (1 - theta) * (1 / (1 - theta)) ** 2 + theta * (1 / theta) ** 2
        hint = "The mean of the squared scores, under the coin itself: the outcomes count with their probabilities."
        assert_close(fisher, mean_square, what="the Fisher information", hint=hint)
        mirrored = ask(notebook, 1 - theta, 0.01)[1]
        assert_close(mirrored, fisher, what="the information with heads and tails swapped", hint=hint)
    fair, nearly_certain = ask(notebook, 0.5, 0.01)[1], ask(notebook, 0.001, 0.01)[1]
    hint = "Near 0 and 1 a small step of theta changes the distribution most, in the eyes of KL."
    require(
        bool(nearly_certain > fair), "a nearly certain coin should tell more about theta than a fair one", hint=hint
    )


@points("fisher_bernoulli", 1)
def test_forecast_comes_true_nearby(notebook, rng):
    """The forecast agrees with the true divergence to a near neighbour, on either side."""
    for theta in rng.uniform(0.1, 0.9, (4,)).tolist():
        for delta in (1e-3, -1e-3):
            pairs = [(1 - theta, 1 - theta - delta), (theta, theta + delta)]
            truth = sum(-a * math.log1p((b - a) / a) for a, b in pairs)
            found = ask(notebook, theta, delta)[2]
            hint = "Half the information times the squared step."
            # The next term is smaller by about delta / theta: 1 % at most here.
            assert_close(
                found / truth, 1.0, rtol=0.02, what="the forecast, as a share of the true divergence,", hint=hint
            )


@points("fisher_bernoulli", 1)
def test_forecast_is_of_second_order(notebook, rng):
    """The forecast is a parabola in the step: no term beyond the square, and no step is too large for it."""
    for theta in (0.5, float(rng.uniform(0.05, 0.95))):
        for delta in (0.1, -0.3, 2.0):
            _, fisher, kl = ask(notebook, theta, delta)
            hint = "The term with delta squared in (11) alone: not the divergence itself."
            assert_close(kl, fisher * delta**2 / 2, what="the forecast for a large step", hint=hint)
            assert_close(ask(notebook, theta, -delta)[2], kl, what="the forecast for the step back", hint=hint)
    assert_close(ask(notebook, 0.3, 0.0)[2], 0.0, atol=1e-12, what="the forecast for no step at all")
