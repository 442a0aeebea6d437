"""Wrong answers to `logistic_loss_grad`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_loss")
def adds_the_losses_up(w, b, X, y):
    """Believes that a loss is a sum."""
    logits = X @ w + b
    wrong_by = np.exp(-np.logaddexp(0.0, -logits)) - y
    return np.sum(np.logaddexp(0.0, logits) - y * logits), X.T @ wrong_by, np.sum(wrong_by)


@mutant(caught_by="test_gradient")
def points_uphill(w, b, X, y):
    """Believes that the gradient is true minus said, which is the way downhill."""
    logits = X @ w + b
    wrong_by = y - np.exp(-np.logaddexp(0.0, -logits))
    return np.mean(np.logaddexp(0.0, logits) - y * logits), X.T @ wrong_by / len(y), np.mean(wrong_by)


@mutant(caught_by="test_gradient")
def keeps_the_slope_of_the_sigmoid(w, b, X, y):
    """Believes that the chain rule leaves a factor p (1 - p), as it does for squared errors."""
    logits = X @ w + b
    p = np.exp(-np.logaddexp(0.0, -logits))
    wrong_by = (p - y) * p * (1 - p)
    return np.mean(np.logaddexp(0.0, logits) - y * logits), X.T @ wrong_by / len(y), np.mean(wrong_by)


@mutant(caught_by="test_logits_of_any_size")
def takes_the_plain_formula(w, b, X, y):
    """Believes that a formula on paper is a formula on a computer."""
    with np.errstate(all="ignore"):
        logits = X @ w + b
        p = 1 / (1 + np.exp(-logits))
        loss = -np.mean(np.where(y == 1, np.log(p), np.log(1 - p)))
    return loss, X.T @ (p - y) / len(y), np.mean(p - y)


@mutant(caught_by="test_logits_of_any_size")
def clips_probabilities(w, b, X, y):
    """Believes that nothing is lost by keeping probabilities away from 0 and 1."""
    logits = np.clip(X @ w + b, -500, 500)
    p = np.clip(1 / (1 + np.exp(-logits)), 1e-12, 1 - 1e-12)
    loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
    return loss, X.T @ (p - y) / len(y), np.mean(p - y)


@mutant(caught_by="test_gradient")
def divides_by_all_numbers(w, b, X, y):
    """Believes that a mean is over all entries of X."""
    logits = X @ w + b
    wrong_by = np.exp(-np.logaddexp(0.0, -logits)) - y
    return np.mean(np.logaddexp(0.0, logits) - y * logits), X.T @ wrong_by / X.size, np.mean(wrong_by)


@mutant(caught_by="test_loss")
def forgets_the_intercept(w, b, X, y):
    """Believes that the logit is the weighted sum alone."""
    logits = X @ w
    wrong_by = np.exp(-np.logaddexp(0.0, -logits)) - y
    return np.mean(np.logaddexp(0.0, logits) - y * logits), X.T @ wrong_by / len(y), np.mean(wrong_by)
