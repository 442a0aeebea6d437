"""Other right answers to `train_xor`, which must have full marks. Each docstring says how it differs."""

import numpy as np

from autograder.testing import alternative


@alternative
def train_by_hand(start, X, Y, lr=0.1, steps=400):
    """Back-propagation derived by hand, in NumPy."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append((error**2).mean())
        if step < steps:
            error = 2 * error / len(X)
            inner = np.outer(error, w_2) * (1 - hidden**2)
            W_1, b_1 = W_1 - lr * inner.T @ X, b_1 - lr * inner.sum(axis=0)
            w_2, b_2 = w_2 - lr * hidden.T @ error, b_2 - lr * error.sum()
    return (W_1, b_1, w_2, b_2), np.array(losses)


@alternative
def train_with_fresh_values(start, X, Y, lr=0.1, steps=400):
    """New Values in each step, made of plain numbers; one sweep for each example."""

    def answer(W_1, b_1, w_2, b_2, x):
        units = (sum((w * t for w, t in zip(row, x, strict=True)), b).tanh() for row, b in zip(W_1, b_1, strict=True))
        return sum((w * unit for w, unit in zip(w_2, units, strict=True)), b_2)

    W_1, b_1, w_2, b_2 = start
    hidden, inputs = len(W_1), len(W_1[0])
    flat = [w for row in W_1 for w in row] + list(b_1) + list(w_2) + [b_2]

    def unflatten(flat):
        rows = [flat[i * inputs : (i + 1) * inputs] for i in range(hidden)]
        rest = flat[hidden * inputs :]
        return rows, rest[:hidden], rest[hidden : 2 * hidden], rest[-1]

    losses = []
    for step in range(steps + 1):
        total, gradient = 0.0, [0.0] * len(flat)
        for x, y in zip(X, Y, strict=True):
            values = [Value(number) for number in flat]
            loss = (answer(*unflatten(values), x) - y) ** 2 / len(X)
            loss.backward()
            total += loss.data
            gradient = [old + value.grad for old, value in zip(gradient, values, strict=True)]
        losses.append(total)
        if step < steps:
            flat = [number - lr * slope for number, slope in zip(flat, gradient, strict=True)]
    return unflatten(flat), losses
