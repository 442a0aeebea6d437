"""Hidden tests of `GatedUnit`."""

import torch

from autograder.testing import assert_close, points, require


@points("GatedUnit", 3)
def test_gates_one_map_by_the_other(notebook, rng):
    """The output is x value times the sigmoid of x gate."""
    unit = notebook.GatedUnit(5, 3)
    x = rng.normal(7, 5)
    expected = (x @ unit.value) * torch.sigmoid(x @ unit.gate)
    assert_close(unit(x), expected, hint="The gate is the one with the sigmoid.")


@points("GatedUnit", 3)
def test_has_two_weight_matrices(notebook, rng):
    """Both matrices have shape [d, k], differ from each other, and serve any number of leading dimensions."""
    unit = notebook.GatedUnit(4, 6)
    require(tuple(unit.value.shape) == (4, 6), "`value` has the wrong shape")
    require(tuple(unit.gate.shape) == (4, 6), "`gate` has the wrong shape")
    require(not torch.equal(unit.value, unit.gate), "`value` and `gate` are the same numbers")
    x = rng.normal(2, 3, 4)
    expected = (x @ unit.value) * torch.sigmoid(x @ unit.gate)
    assert_close(unit(x), expected, hint="x may have any number of leading dimensions.")
