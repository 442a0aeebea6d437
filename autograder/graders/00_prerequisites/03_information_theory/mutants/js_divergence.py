"""Wrong answers to `js_divergence`, which a hidden test must catch. Each docstring says what the student believed."""

import math

from autograder.testing import mutant


@mutant(caught_by="test_at_most_log_two")
def averages_both_directions(p, q):
    """Believes that symmetry is all: the mean of KL(p, q) and KL(q, p), which is infinite without overlap."""
    return (kl_divergence(p, q) + kl_divergence(q, p)) / 2


@mutant(caught_by="test_half_of_each_to_the_mixture")
def forgets_the_halves(p, q):
    """Believes that the two divergences are added."""
    m = (p + q) / 2
    return kl_divergence(p, m) + kl_divergence(q, m)


@mutant(caught_by="test_half_of_each_to_the_mixture")
def takes_one_side(p, q):
    """Believes that the divergence of p from the mixture is enough."""
    return kl_divergence(p, (p + q) / 2)


@mutant(caught_by="test_half_of_each_to_the_mixture")
def measures_from_the_mixture(p, q):
    """Swaps the arguments: from the mixture to each, which is infinite where either is zero."""
    m = (p + q) / 2
    return (kl_divergence(m, p) + kl_divergence(m, q)) / 2


@mutant(caught_by="test_half_of_each_to_the_mixture")
def adds_without_halving(p, q):
    """Believes that the mixture is the sum."""
    m = p + q
    return (kl_divergence(p, m) + kl_divergence(q, m)) / 2


@mutant(caught_by="test_half_of_each_to_the_mixture")
def takes_the_root(p, q):
    """Returns the Jensen-Shannon *distance*, the root of the divergence, as SciPy does."""
    m = (p + q) / 2
    return ((kl_divergence(p, m) + kl_divergence(q, m)) / 2).clamp_min(0).sqrt()


@mutant(caught_by="test_half_of_each_to_the_mixture")
def normalises_to_one(p, q):
    """Believes that the largest value is 1, as it is in bits."""
    m = (p + q) / 2
    return (kl_divergence(p, m) + kl_divergence(q, m)) / (2 * math.log(2))


@mutant(caught_by="test_half_of_each_to_the_mixture")
def mixes_geometrically(p, q):
    """Believes that the mixture is the normalised geometric mean, as logarithms suggest."""
    m = (p * q).sqrt()
    m = m / m.sum(dim=-1, keepdim=True).clamp_min(1e-30)
    return (kl_divergence(p, m) + kl_divergence(q, m)) / 2


@mutant(caught_by="test_batches_keep_their_shape_and_dtype")
def averages_the_batch(p, q):
    """Believes that one number is wanted, as for a loss."""
    m = (p + q) / 2
    return ((kl_divergence(p, m) + kl_divergence(q, m)) / 2).mean(dim=0)
