"""Hidden tests of `plan_init`: standard deviations, sizes of the signal for each scheme, and what is refused."""

import math
from itertools import pairwise

from autograder.testing import as_tensor, assert_close, assert_shape, points, raises

SCHEMES = ("he", "xavier", "unit")


def reference(widths, scheme):
    """Pairs of standard deviation and spread."""
    plan, incoming = [], 1.0
    for n_in, n_out in pairwise(widths):
        std = {"he": math.sqrt(2 / n_in), "xavier": math.sqrt(2 / (n_in + n_out)), "unit": 1.0}[scheme]
        outgoing = n_in * std**2 * incoming
        plan.append((std, math.sqrt(outgoing)))
        incoming = outgoing / 2
    return plan


def draw(rng, depth):
    """Widths of a network with so many layers."""
    return rng.integers(2, 300, (depth + 1,)).tolist()


def ask(notebook, widths, scheme):
    """The student's plan as a table, a row for each layer."""
    plan = as_tensor(notebook.plan_init(widths, scheme), "the plan")
    assert_shape(plan, (len(widths) - 1, 2), what="the plan", hint="A pair (std, spread) for each layer.")
    return plan


def compare_spreads(notebook, widths, scheme, hint):
    """The second numbers."""
    right = as_tensor(reference(widths, scheme))[:, 1]
    assert_close(ask(notebook, widths, scheme)[:, 1], right, rtol=1e-9, what=f"the spreads for {scheme}", hint=hint)


@points("plan_init", 1)
def test_standard_deviations(notebook, rng):
    """The weights' standard deviations are those of the scheme, for layers that widen and layers that narrow."""
    for widths in ([64, 10], draw(rng, 4), draw(rng, 7)):
        for scheme in SCHEMES:
            hint = "(11), with n_in and n_out of that very layer, and the root taken."
            right = as_tensor(reference(widths, scheme))[:, 0]
            found = ask(notebook, widths, scheme)[:, 0]
            assert_close(found, right, rtol=1e-9, what=f"the standard deviations for {scheme}", hint=hint)


@points("plan_init", 2)
def test_spread_with_he(notebook, rng):
    """With He's weights the size of the signal is what (10) says in each layer, whatever the widths."""
    hint = "No ReLU stands before the first layer; before each other one, a half of the mean square is lost."
    for widths in ([64, 10], [30, 30, 30], draw(rng, 5), draw(rng, 12)):
        compare_spreads(notebook, widths, "he", hint)


@points("plan_init", 1)
def test_spread_with_other_schemes(notebook, rng):
    """With Xavier's weights and with everybody's first idea the signal fades or grows as (10) says."""
    hint = "Carry the mean square from layer to layer: n_in times the variance times what comes in, then a half for the ReLU."
    for widths in ([20, 20, 20, 20], draw(rng, 3), draw(rng, 9)):
        for scheme in ("xavier", "unit"):
            compare_spreads(notebook, widths, scheme, hint)


@points("plan_init", 1)
def test_small_networks_and_other_schemes(notebook, rng):
    """One layer has no ReLU; widths of 1 are fine; a scheme of another name is refused."""
    for widths in ([1, 1], [5, 1], [1, 7, 1], draw(rng, 1)):
        for scheme in SCHEMES:
            right = reference(widths, scheme)
            assert_close(ask(notebook, widths, scheme), right, rtol=1e-9, what="the plan of a small network")
    for scheme in ("He", "zeros", ""):
        with raises("ValueError", what="a scheme of another name", hint="Refuse what you do not know."):
            notebook.plan_init([3, 2], scheme)
