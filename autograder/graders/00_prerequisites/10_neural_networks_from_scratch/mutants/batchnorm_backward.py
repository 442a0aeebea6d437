"""Wrong answers to `batchnorm_backward`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_gradient_of_the_batch")
def takes_both_for_constants(g, x, gamma, eps=1e-5):
    """Believes that mean and variance are constants."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    return g * gamma / root, (g * centred / root).sum(axis=0), g.sum(axis=0)


@mutant(caught_by="test_gradient_of_the_batch")
def takes_the_variance_for_a_constant(g, x, gamma, eps=1e-5):
    """Believes that the mean is the only way in which examples meet."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    return gamma / root * (g - g.mean(axis=0)), (g * centred / root).sum(axis=0), g.sum(axis=0)


@mutant(caught_by="test_gradient_of_the_batch")
def takes_the_mean_for_a_constant(g, x, gamma, eps=1e-5):
    """Believes that the variance is the only way in which examples meet."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    x_hat = centred / root
    g_x = gamma / root * (g - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).sum(axis=0), g.sum(axis=0)


@mutant(caught_by="test_gradient_of_the_batch")
def divides_by_one_less(g, x, gamma, eps=1e-5):
    """Believes that a variance is always unbiased."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).sum(axis=0) / max(len(x) - 1, 1) + eps)
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).sum(axis=0), g.sum(axis=0)


@mutant(caught_by="test_gradients_of_scale_and_offset")
def multiplies_with_the_input(g, x, gamma, eps=1e-5):
    """Believes that gamma is multiplied by x itself."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x).sum(axis=0), g.sum(axis=0)


@mutant(caught_by="test_gradients_of_scale_and_offset")
def averages_over_the_batch(g, x, gamma, eps=1e-5):
    """Believes that the gradients of gamma and beta are means."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + eps)
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).mean(axis=0), g.mean(axis=0)


@mutant(caught_by="test_eps_counts")
def adds_eps_to_the_root(g, x, gamma, eps=1e-5):
    """Believes that eps is added to the standard deviation."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0)) + eps
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).sum(axis=0), g.sum(axis=0)


@mutant(caught_by="test_eps_counts")
def has_an_eps_of_its_own(g, x, gamma, eps=1e-5):
    """Believes that eps only has to be small."""
    centred = x - x.mean(axis=0)
    root = np.sqrt((centred**2).mean(axis=0) + 1e-8)
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).sum(axis=0), g.sum(axis=0)


@mutant(caught_by="test_constant_units_single_examples_and_float32")
def has_no_eps_for_one(g, x, gamma, eps=1e-5):
    """Believes that eps is for variances that are exactly zero, and is not needed otherwise."""
    centred = x - x.mean(axis=0)
    var = (centred**2).mean(axis=0)
    root = np.where(var > 0, np.sqrt(var), 1.0)
    x_hat = centred / root
    g_x = gamma / root * (g - g.mean(axis=0) - x_hat * (g * x_hat).mean(axis=0))
    return g_x, (g * x_hat).sum(axis=0), g.sum(axis=0)
