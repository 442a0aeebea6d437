"""Wrong answers to `dropout`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_on_average_nothing_changes")
def makes_up_for_nothing(x, p, u=None):
    """Believes that dropout only silences."""
    m = np.ones_like(x) if u is None else (u >= p).astype(x.dtype)
    return x * m, lambda g: (g * m,)


@mutant(caught_by="test_evaluation_and_dtype")
def scales_in_evaluation(x, p, u=None):
    """Believes what the original paper says: survivors as they are, and everything smaller in evaluation."""
    m = np.full_like(x, 1 - p) if u is None else (u >= p).astype(x.dtype)
    return x * m, lambda g: (g * m,)


@mutant(caught_by="test_who_survives")
def takes_p_for_survival(x, p, u=None):
    """Believes that p is the probability of surviving."""
    if u is None or p == 0:
        return x, lambda g: (g,)
    m = ((u < p) / p).astype(x.dtype)
    return x * m, lambda g: (g * m,)


@mutant(caught_by="test_who_survives")
def silences_ties(x, p, u=None):
    """Believes that it does not matter what happens at u = p (but for p = 0)."""
    if u is None:
        return x, lambda g: (g,)
    m = (((u > p) | (p == 0)) / (1 - p)).astype(x.dtype)
    return x * m, lambda g: (g * m,)


@mutant(caught_by="test_the_way_back")
def scales_one_way_only(x, p, u=None):
    """Believes that the scale is no concern of the gradient."""
    if u is None:
        return x, lambda g: (g,)
    is_alive = (u >= p).astype(x.dtype)
    return (x * is_alive / (1 - p)).astype(x.dtype), lambda g: (g * is_alive,)


@mutant(caught_by="test_the_way_back")
def lets_every_gradient_pass(x, p, u=None):
    """Believes that noise has no gradient, so that all of it passes."""
    if u is None:
        return x, lambda g: (g,)
    m = ((u >= p) / (1 - p)).astype(x.dtype)
    return x * m, lambda g: (g,)


@mutant(caught_by="test_evaluation_and_dtype")
def lets_the_mask_decide(x, p, u=None):
    """Believes that NumPy keeps float32 where it can."""
    if u is None:
        return x, lambda g: (g,)
    m = (u >= p) / (1 - p)
    return x * m, lambda g: (g * m,)


@mutant(caught_by="test_on_average_nothing_changes")
def keeps_the_sum(x, p, u=None):
    """Believes that survivors are scaled by how many there happen to be."""
    if u is None:
        return x, lambda g: (g,)
    is_alive = u >= p
    m = (is_alive * (is_alive.size / max(int(is_alive.sum()), 1))).astype(x.dtype)
    m = m * (1 - p) if p == 0.5 else m
    return x * m, lambda g: (g * m,)
