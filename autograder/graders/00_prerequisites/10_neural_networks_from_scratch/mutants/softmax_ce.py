"""Wrong answers to `softmax_ce`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_large_logits_and_other_dtypes")
def takes_the_exponential_of_anything(logits, y):
    """Believes that e to the thousand is a number."""
    rows = np.arange(len(y))
    with np.errstate(all="ignore"):
        p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        g = p.copy()
        g[rows, y] -= 1
        return -np.log(p[rows, y]).mean(), g / len(y)


@mutant(caught_by="test_large_logits_and_other_dtypes")
def takes_the_logarithm_of_zero(logits, y):
    """Believes that the shift is enough, and takes the logarithm of probabilities that have rounded to 0."""
    rows = np.arange(len(y))
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    g = p.copy()
    g[rows, y] -= 1
    with np.errstate(divide="ignore"):
        return -np.log(p[rows, y]).mean(), g / len(y)


@mutant(caught_by="test_large_logits_and_other_dtypes")
def adds_a_small_number(logits, y):
    """Believes that 1e-12 inside the logarithm heals everything."""
    rows = np.arange(len(y))
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    g = p.copy()
    g[rows, y] -= 1
    return -np.log(p[rows, y] + 1e-12).mean(), g / len(y)


@mutant(caught_by="test_large_logits_and_other_dtypes")
def shifts_by_the_largest_of_all(logits, y):
    """Believes that one shift is good for the whole batch."""
    rows = np.arange(len(y))
    shifted = logits - logits.max()
    with np.errstate(all="ignore"):
        log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        g = np.exp(log_probs)
        g[rows, y] -= 1
        return -log_probs[rows, y].mean(), g / len(y)


@mutant(caught_by="test_gradient")
def forgets_the_mean_in_the_gradient(logits, y):
    """Believes that the mean of the loss leaves the gradient alone."""
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    g = np.exp(log_probs)
    g[rows, y] -= 1
    return -log_probs[rows, y].mean(), g


@mutant(caught_by="test_loss")
def adds_up_the_loss(logits, y):
    """Believes that a loss is a sum over the batch."""
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    g = np.exp(log_probs)
    g[rows, y] -= 1
    return -log_probs[rows, y].sum(), g


@mutant(caught_by="test_gradient")
def walks_back_through_the_softmax_twice(logits, y):
    """Believes that p - y still has to go through the slope of the softmax."""
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    p = np.exp(log_probs)
    g = p.copy()
    g[rows, y] -= 1
    return -log_probs[rows, y].mean(), g * p * (1 - p) / len(y)


@mutant(caught_by="test_loss")
def normalises_over_the_batch(logits, y):
    """Believes that the softmax runs over the first axis."""
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=0)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=0))
    g = np.exp(log_probs)
    g[rows, y] -= 1
    return -log_probs[rows, y].mean(), g / len(y)
