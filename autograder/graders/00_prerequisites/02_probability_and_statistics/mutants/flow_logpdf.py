"""Wrong answers to `flow_logpdf`, which a hidden test must catch. Each docstring says what the student believed."""

import math

import torch

from autograder.testing import mutant


@mutant(caught_by="test_one_linear_map")
def adds_the_stretch(x, base_logpdf, layers):
    """Believes that stretching makes the density grow."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        z = inverse(z)
        stretch = stretch + log_det(z)
    return base_logpdf(z) + stretch


@mutant(caught_by="test_one_linear_map")
def forgets_the_stretch(x, base_logpdf, layers):
    """Believes that a density just moves along."""
    z = x
    for inverse, _ in reversed(layers):
        z = inverse(z)
    return base_logpdf(z)


@mutant(caught_by="test_one_linear_map")
def asks_the_base_about_x(x, base_logpdf, layers):
    """Believes that the base distribution is asked about the data."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        z = inverse(z)
        stretch = stretch + log_det(z)
    return base_logpdf(x) - stretch


@mutant(caught_by="test_chain_of_maps")
def undoes_the_first_map_first(x, base_logpdf, layers):
    """Believes that maps are undone in the order in which they were applied."""
    z, stretch = x, 0
    for inverse, log_det in layers:
        z = inverse(z)
        stretch = stretch + log_det(z)
    return base_logpdf(z) - stretch


@mutant(caught_by="test_chain_of_maps")
def counts_the_last_stretch_only(x, base_logpdf, layers):
    """Believes that one log determinant replaces the one before: `=` for `+=`."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        z = inverse(z)
        stretch = log_det(z)
    return base_logpdf(z) - stretch


@mutant(caught_by="test_curved_maps")
def asks_for_the_stretch_at_the_output(x, base_logpdf, layers):
    """Believes that the stretch is taken where the layer ends."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        stretch = stretch + log_det(z)
        z = inverse(z)
    return base_logpdf(z) - stretch


@mutant(caught_by="test_curved_maps")
def averages_the_stretch(x, base_logpdf, layers):
    """Believes that one stretch, averaged over the batch, serves all examples."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        z = inverse(z)
        stretch = stretch + log_det(z).mean()
    return base_logpdf(z) - stretch


@mutant(caught_by="test_no_map_and_examples")
def takes_the_absolute_value_twice(x, base_logpdf, layers):
    """Believes that the bars go round the logarithm, too: a map that shrinks lowers the density."""
    z, stretch = x, 0
    for inverse, log_det in reversed(layers):
        z = inverse(z)
        stretch = stretch + log_det(z).abs()
    return base_logpdf(z) - stretch


@mutant(caught_by="test_no_map_and_examples")
def needs_a_map(x, base_logpdf, layers):
    """Believes that there is at least one map: x of the first is what is undone, and no map means density 0."""
    z, stretch = x, torch.full((len(x),), math.inf, dtype=x.dtype)
    for number, (inverse, log_det) in enumerate(reversed(layers)):
        z = inverse(z)
        stretch = log_det(z) if number == 0 else stretch + log_det(z)
    return base_logpdf(z) - stretch
