"""Other right answers to `perceptron`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def with_a_column_of_ones(X, y, max_epochs=100):
    """The bias as the weight of an input that is always 1; `while`; lists."""
    ones = np.hstack([X, np.ones((len(X), 1))])
    weights, mistakes = np.zeros(ones.shape[1]), []
    while len(mistakes) < max_epochs and (not mistakes or mistakes[-1] > 0):
        mistakes.append(0)
        for s in range(len(ones)):
            if y[s] * np.dot(ones[s], weights) <= 0:
                weights += y[s] * ones[s]
                mistakes[-1] += 1
    return weights[:-1], float(weights[-1]), mistakes


@alternative
def by_the_sign(X, y, max_epochs=100):
    """Compares the sign with the label, and changes the weights in place; returns arrays."""
    w, b, mistakes = np.zeros(X.shape[1]), np.zeros(1), []
    for _ in range(max_epochs):
        before = w.copy(), b.copy()
        count = 0
        for i in range(X.shape[0]):
            if np.sign((X[i] * w).sum() + b[0]) != y[i]:
                w += X[i] * y[i]
                b += y[i]
                count = count + 1
        mistakes += [count]
        if count == 0:
            w, b = before
            return w, b[0], np.array(mistakes)
    return w, b[0], np.array(mistakes)
