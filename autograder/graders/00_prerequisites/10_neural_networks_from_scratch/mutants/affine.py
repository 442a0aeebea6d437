"""Wrong answers to `affine`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_the_way_back")
def averages_the_bias(x, W, b):
    """Believes that the gradient of the bias is a mean over the batch."""
    return x @ W.T + b, lambda g: (g @ W, g.T @ x, g.mean(axis=0))


@mutant(caught_by="test_the_way_back")
def averages_the_weights(x, W, b):
    """Believes that the layer divides by the size of the batch, where the loss has done so."""
    return x @ W.T + b, lambda g: (g @ W, g.T @ x / len(x), g.sum(axis=0) / len(x))


@mutant(caught_by="test_the_way_back")
def transposes_what_is_square(x, W, b):
    """Believes that W and its transpose are the same if the shapes fit."""
    y = x @ W.T + b
    return y, lambda g: (g @ (W.T if W.shape[0] == W.shape[1] else W), g.T @ x, g.sum(axis=0))


@mutant(caught_by="test_the_way_back")
def sends_back_the_weights(x, W, b):
    """Believes that the gradient of the input is W, whatever arrives."""
    return x @ W.T + b, lambda g: (np.ones_like(g) @ W, g.T @ x, g.sum(axis=0))


@mutant(caught_by="test_the_way_there")
def forgets_the_bias(x, W, b):
    """Believes that what has a gradient of its own needs no place in the output."""
    return x @ W.T, lambda g: (g @ W, g.T @ x, g.sum(axis=0))


@mutant(caught_by="test_a_batch_of_one_other_dtypes_and_asking_again")
def counts_in_float64(x, W, b):
    """Believes that float64 is always better."""
    x, W, b = (np.asarray(a, dtype=np.float64) for a in (x, W, b))
    return x @ W.T + b, lambda g: (g @ W, g.T @ x, g.sum(axis=0))


@mutant(caught_by="test_a_batch_of_one_other_dtypes_and_asking_again")
def adds_up_over_calls(x, W, b):
    """Believes that gradients have to be added up from call to call."""
    kept = [np.zeros_like(W), np.zeros_like(b)]

    def back(g):
        kept[0] = kept[0] + g.T @ x
        kept[1] = kept[1] + g.sum(axis=0)
        return g @ W, kept[0], kept[1]

    return x @ W.T + b, back


@mutant(caught_by="test_a_batch_of_one_other_dtypes_and_asking_again")
def squeezes_a_batch_of_one(x, W, b):
    """Believes that axes of length one are in the way."""
    return x @ W.T + b, lambda g: (np.squeeze(g @ W), g.T @ x, g.sum(axis=0))
