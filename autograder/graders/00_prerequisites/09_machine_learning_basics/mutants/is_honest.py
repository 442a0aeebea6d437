"""Wrong answers to `is_honest`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_labels_that_must_not_matter")
def flips_all_labels_at_once(program, X, y, train, test):
    """Believes that flipping all test labels shows every use of them: their mean stays, if half of them are ones."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before, flipped = ask(X, y), y.copy()
    flipped[test] = 1 - flipped[test]
    if (np.abs(ask(X, flipped) - before) > 1e-6).any():
        return False
    for place, row in enumerate(test):
        others = np.arange(len(test)) != place
        for widths in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += widths * X.std(axis=0)
            if (np.abs(ask(moved, y) - before) > 1e-6)[others].any():
                return False
    return True


@mutant(caught_by="test_features_of_others_must_not_matter")
def looks_at_labels_only(program, X, y, train, test):
    """Believes that features cannot leak."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X, y)
    for row in test:
        flipped = y.copy()
        flipped[row] = 1 - flipped[row]
        if (np.abs(ask(X, flipped) - before) > 1e-6).any():
            return False
    return True


@mutant(caught_by="test_labels_that_must_not_matter")
def looks_at_features_only(program, X, y, train, test):
    """Believes that whoever trains on train cannot see test labels."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X)
    for place, row in enumerate(test):
        others = np.arange(len(test)) != place
        for widths in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += widths * X.std(axis=0)
            if (np.abs(ask(moved) - before) > 1e-6)[others].any():
                return False
    return True


@mutant(caught_by="test_features_of_others_must_not_matter")
def minds_the_rows_own_features(program, X, y, train, test):
    """Believes that no forecast may move at all, not even that of the row that has moved."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X, y)
    for row in test:
        flipped, moved = y.copy(), X.copy()
        flipped[row] = 1 - flipped[row]
        moved[row] += 5 * X.std(axis=0)
        if max(np.abs(ask(X, flipped) - before).max(), np.abs(ask(moved, y) - before).max()) > 1e-6:
            return False
    return True


@mutant(caught_by="test_features_of_others_must_not_matter")
def moves_upwards_only(program, X, y, train, test):
    """Believes that a row that moves up shows everything: what sees the smallest value only does not mind."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X, y)
    for place, row in enumerate(test):
        flipped, moved = y.copy(), X.copy()
        flipped[row] = 1 - flipped[row]
        moved[row] += 5 * X.std(axis=0)
        others = np.arange(len(test)) != place
        if (np.abs(ask(X, flipped) - before) > 1e-6).any() or (np.abs(ask(moved, y) - before) > 1e-6)[others].any():
            return False
    return True


@mutant(caught_by="test_labels_that_must_not_matter")
def tries_the_first_row_only(program, X, y, train, test):
    """Believes that one test row stands for all."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before, flipped = ask(X, y), y.copy()
    flipped[test[0]] = 1 - flipped[test[0]]
    if (np.abs(ask(X, flipped) - before) > 1e-6).any():
        return False
    for widths in (-5.0, 5.0):
        moved = X.copy()
        moved[test[0]] += widths * X.std(axis=0)
        if (np.abs(ask(moved, y) - before) > 1e-6)[1:].any():
            return False
    return True


@mutant(caught_by="test_splits_and_programs_with_manners_of_their_own")
def hands_out_its_own_arrays(program, X, y, train, test):
    """Believes that a program only reads."""
    if np.intersect1d(train, test).size:
        return False
    before = np.array(program(X, y, train, test), dtype=float)
    for place, row in enumerate(test.copy()):
        flipped = y.copy()
        flipped[row] = 1 - flipped[row]
        if (np.abs(np.array(program(X, flipped, train, test), dtype=float) - before) > 1e-6).any():
            return False
        for widths in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += widths * X.std(axis=0)
            change = np.abs(np.array(program(moved, y, train, test), dtype=float) - before)
            if (change > 1e-6)[np.arange(len(test)) != place].any():
                return False
    return True


@mutant(caught_by="test_splits_and_programs_with_manners_of_their_own")
def trusts_the_split(program, X, y, train, test):
    """Believes that train and test never have a row in common."""

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before, only_test = ask(X, y), np.setdiff1d(test, train)
    for row in only_test:
        flipped = y.copy()
        flipped[row] = 1 - flipped[row]
        if (np.abs(ask(X, flipped) - before) > 1e-6).any():
            return False
        for widths in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += widths * X.std(axis=0)
            if (np.abs(ask(moved, y) - before) > 1e-6)[test != row].any():
                return False
    return True


@mutant(caught_by="test_splits_and_programs_with_manners_of_their_own")
def poisons_with_nan(program, X, y, train, test):
    """Believes that every program can cope with NaN, and that what is not NaN was not touched."""
    if np.intersect1d(train, test).size:
        return False
    for place, row in enumerate(test):
        X_bad, y_bad = X.copy(), y.copy()
        y_bad[test] = np.nan
        X_bad[np.setdiff1d(test, [row])] = np.nan
        try:
            answer = np.array(program(X_bad, y_bad, train.copy(), test.copy()), dtype=float)
        except ValueError:
            return False
        if not np.isfinite(answer[place]):
            return False
    return True


@mutant(caught_by="test_splits_and_programs_with_manners_of_their_own")
def forgives_no_rounding(program, X, y, train, test):
    """Believes that equal means equal to the last bit."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X, y)
    for place, row in enumerate(test):
        others = np.arange(len(test)) != place
        flipped = y.copy()
        flipped[row] = 1 - flipped[row]
        if (ask(X, flipped) != before).any():
            return False
        for widths in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += widths * X.std(axis=0)
            if (ask(moved, y) != before)[others].any():
                return False
    return True


@mutant(caught_by="test_features_of_others_must_not_matter")
def moves_by_a_fixed_amount(program, X, y, train, test):
    """Believes that a step of 5 is large for any feature, whatever its unit."""
    if np.intersect1d(train, test).size:
        return False

    def ask(X, y):
        return np.array(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)

    before = ask(X, y)
    for place, row in enumerate(test):
        others = np.arange(len(test)) != place
        flipped = y.copy()
        flipped[row] = 1 - flipped[row]
        if (np.abs(ask(X, flipped) - before) > 1e-5).any():
            return False
        for step in (-5.0, 5.0):
            moved = X.copy()
            moved[row] += step
            if (np.abs(ask(moved, y) - before) > 1e-5)[others].any():
                return False
    return True
