"""Other right answers to `is_honest`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def honest_if_strangers_can_be_exchanged(program, X, y, train, test):
    """Everything that must not matter is drawn anew at once, some dozens of times, for each test row."""
    if np.isin(test, train).any():
        return False
    rng = np.random.default_rng(0)
    before = np.asarray(program(X.copy(), y.copy(), train.copy(), test.copy()), dtype=float)
    for place, row in enumerate(test):
        others = test[test != row]
        for attempt in range(24):
            X_new, y_new = X.copy(), y.copy()
            if attempt % 3:
                y_new[test] = rng.integers(0, 2, len(test))
            if attempt % 2 and len(others):
                X_new[others] += rng.choice([-5.0, 5.0], len(others))[:, None] * X.std(axis=0)
            elif len(others) > 1:
                X_new[rng.choice(others)] += rng.choice([-5.0, 5.0]) * X.std(axis=0)
            after = np.asarray(program(X_new, y_new, train.copy(), test.copy()), dtype=float)
            if abs(after[place] - before[place]) > 1e-7:
                return False
    return True


@alternative
def honest_if_alone_it_says_the_same(program, X, y, train, test):
    """What is said of a row alone, with either label, is what is said among others, and among others that moved away."""
    train, test = list(map(int, train)), list(map(int, test))
    if set(train) & set(test):
        return False
    learn, ask = np.arange(len(train)), np.array([len(train)])
    for widths in (0.0, 5.0, -5.0):
        for place, row in enumerate(test):
            X_new = X.copy()
            for other in set(test) - {row}:
                X_new[other] += widths * X.std(axis=0)
            together = np.array(program(X_new, y.copy(), np.array(train), np.array(test)), dtype=float)
            for label in (0.0, 1.0):
                alone = program(X[[*train, row]], np.append(y[train], label), learn.copy(), ask.copy())
                if abs(float(np.ravel(alone)[0]) - together[place]) > 1e-7:
                    return False
    return True
