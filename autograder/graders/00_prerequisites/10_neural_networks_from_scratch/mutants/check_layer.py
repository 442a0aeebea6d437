"""Wrong answers to `check_layer`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_what_all_ones_cannot_see")
def asks_with_all_ones(layer, arrays, tol=1e-5):
    """Believes that a g of all ones is as good as any."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.ones(np.shape(y))
    claimed = back(g)
    if len(claimed) != len(arrays):
        return False
    for i, array in enumerate(arrays):
        if np.shape(claimed[i]) != array.shape:
            return False
        for place in np.ndindex(array.shape):
            there, behind = array.copy(), array.copy()
            there[place] += h
            behind[place] -= h
            up, down = (layer(*arrays[:i], moved, *arrays[i + 1 :])[0] for moved in (there, behind))
            if not abs(claimed[i][place] - (g * (up - down)).sum() / (2 * h)) <= tol:
                return False
    return True


@mutant(caught_by="test_one_wrong_entry_is_enough")
def checks_the_first_argument_only(layer, arrays, tol=1e-5):
    """Believes that the input's gradient is the one that counts."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed, array = back(g), arrays[0]
    if [np.shape(each) for each in claimed] != [each.shape for each in arrays]:
        return False
    for place in np.ndindex(array.shape):
        there, behind = array.copy(), array.copy()
        there[place] += h
        behind[place] -= h
        up, down = (layer(moved, *arrays[1:])[0] for moved in (there, behind))
        if not abs(claimed[0][place] - (g * (up - down)).sum() / (2 * h)) <= tol:
            return False
    return True


@mutant(caught_by="test_one_wrong_entry_is_enough")
def compares_the_lengths(layer, arrays, tol=1e-5):
    """Believes that gradients of the same length are the same."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed = back(g)
    if [np.shape(each) for each in claimed] != [each.shape for each in arrays]:
        return False
    for i, array in enumerate(arrays):
        measured = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            there, behind = array.copy(), array.copy()
            there[place] += h
            behind[place] -= h
            up, down = (layer(*arrays[:i], moved, *arrays[i + 1 :])[0] for moved in (there, behind))
            measured[place] = (g * (up - down)).sum() / (2 * h)
        if not abs(np.linalg.norm(claimed[i]) - np.linalg.norm(measured)) <= tol:
            return False
    return True


@mutant(caught_by="test_gradients_of_another_form")
def lets_nan_through(layer, arrays, tol=1e-5):
    """Believes that what is not larger than the tolerance is within it."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed = back(g)
    if len(claimed) != len(arrays):
        return False
    for i, array in enumerate(arrays):
        if np.shape(claimed[i]) != array.shape:
            return False
        for place in np.ndindex(array.shape):
            there, behind = array.copy(), array.copy()
            there[place] += h
            behind[place] -= h
            up, down = (layer(*arrays[:i], moved, *arrays[i + 1 :])[0] for moved in (there, behind))
            if abs(claimed[i][place] - (g * (up - down)).sum() / (2 * h)) > tol:
                return False
    return True


@mutant(caught_by="test_gradients_of_another_form")
def believes_in_broadcasting(layer, arrays, tol=1e-5):
    """Believes that arrays which can be subtracted have the same shape, and that zip notices what is missing."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    for i, (array, claimed) in enumerate(zip(arrays, back(g), strict=False)):
        measured = np.zeros(array.shape)
        for place in np.ndindex(array.shape):
            there, behind = array.copy(), array.copy()
            there[place] += h
            behind[place] -= h
            up, down = (layer(*arrays[:i], moved, *arrays[i + 1 :])[0] for moved in (there, behind))
            measured[place] = (g * (up - down)).sum() / (2 * h)
        try:
            if not (np.abs(claimed - measured) <= tol).all():
                return False
        except ValueError:
            return False
    return True


@mutant(caught_by="test_the_tolerance_is_the_callers")
def has_a_tolerance_of_its_own(layer, arrays, tol=1e-5):
    """Believes that 1e-4 is always right."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed = back(g)
    if [np.shape(each) for each in claimed] != [each.shape for each in arrays]:
        return False
    for i, array in enumerate(arrays):
        for place in np.ndindex(array.shape):
            there, behind = array.copy(), array.copy()
            there[place] += h
            behind[place] -= h
            up, down = (layer(*arrays[:i], moved, *arrays[i + 1 :])[0] for moved in (there, behind))
            if not abs(claimed[i][place] - (g * (up - down)).sum() / (2 * h)) <= 1e-4:
                return False
    return True


@mutant(caught_by="test_the_tolerance_is_the_callers")
def looks_forward_with_a_long_step(layer, arrays, tol=1e-5):
    """Believes that a difference quotient is exact."""
    h = 1e-4
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed = back(g)
    if [np.shape(each) for each in claimed] != [each.shape for each in arrays]:
        return False
    for i, array in enumerate(arrays):
        for place in np.ndindex(array.shape):
            there = array.copy()
            there[place] += h
            moved = layer(*arrays[:i], there, *arrays[i + 1 :])[0]
            if not abs(claimed[i][place] - (g * (moved - y)).sum() / h) <= tol:
                return False
    return True


@mutant(caught_by="test_one_wrong_entry_is_enough")
def leaves_the_arguments_moved(layer, arrays, tol=1e-5):
    """Believes that what was added need not be taken away again."""
    h = 1e-5
    y, back = layer(*arrays)
    g = np.random.default_rng(0).normal(size=np.shape(y))
    claimed = back(g)
    if [np.shape(each) for each in claimed] != [each.shape for each in arrays]:
        return False
    for i, array in enumerate(arrays):
        for place in np.ndindex(array.shape):
            array[place] += h
            up = layer(*arrays)[0]
            array[place] -= 2 * h
            down = layer(*arrays)[0]
            if not abs(claimed[i][place] - (g * (up - down)).sum() / (2 * h)) <= max(tol, 1e-3):
                return False
    return True
