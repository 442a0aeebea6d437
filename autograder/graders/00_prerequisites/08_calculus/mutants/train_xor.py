"""Wrong answers to `train_xor`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_each_step_goes_downhill")
def sums_over_examples(start, X, Y, lr=0.1, steps=400):
    """Believes that the loss is a sum over examples: every step is N times as long."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant(caught_by="test_it_learns_what_no_line_can")
def walks_uphill(start, X, Y, lr=0.1, steps=400):
    """Believes that the gradient points to where the loss is small."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 + lr * inner.T @ X
        b_1 = b_1 + lr * inner.sum(axis=0)
        w_2 = w_2 + lr * hidden.T @ error
        b_2 = b_2 + lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant(caught_by="test_it_learns_what_no_line_can")
def forgets_the_bend(start, X, Y, lr=0.1, steps=400):
    """Believes that a network without tanh can learn whatever one with it can."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = X @ W_1.T + b_1
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant(caught_by="test_each_step_goes_downhill")
def does_not_train_the_biases(start, X, Y, lr=0.1, steps=400):
    """Believes that only weights are trained."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 + 0
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 + 0
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant(caught_by="test_each_step_goes_downhill")
def trains_the_last_layer_only(start, X, Y, lr=0.1, steps=400):
    """Believes that the hidden units may stay as they were drawn."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant(caught_by="test_each_step_goes_downhill")
def uses_weights_that_have_moved(start, X, Y, lr=0.1, steps=400):
    """Believes that weights may be moved one after the other, and gradients taken in between."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        w_2 = w_2 - lr * hidden.T @ error
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant(caught_by="test_each_step_goes_downhill")
def adds_up_the_gradients_of_all_steps(start, X, Y, lr=0.1, steps=400):
    """Believes that gradients need not be cleared: every step goes along the sum of all gradients so far."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    sums = [0.0, 0.0, 0.0, 0.0]
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        gradients = [inner.T @ X, inner.sum(axis=0), hidden.T @ error, error.sum()]
        sums = [total + gradient for total, gradient in zip(sums, gradients, strict=True)]
        W_1, b_1, w_2, b_2 = (w - lr * g for w, g in zip((W_1, b_1, w_2, b_2), sums, strict=True))
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant(caught_by="test_each_step_goes_downhill")
def brings_its_data_along(start, X, Y, lr=0.1, steps=400):
    """Believes that there is only one task in the world, and trains on XOR whatever is handed in."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([0.0, 1.0, 1.0, 0.0]), []
    X = np.resize(X, (4, W_1.shape[1]))
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant(caught_by="test_losses_are_those_on_the_way")
def makes_one_step_more(start, X, Y, lr=0.1, steps=400):
    """Believes that steps + 1 losses mean steps + 1 steps."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for _ in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).mean()))
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant(caught_by="test_losses_are_those_on_the_way")
def forgets_the_last_loss(start, X, Y, lr=0.1, steps=400):
    """Believes that the losses before each step are all there are."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        if step == steps:
            break
        losses.append(float((error**2).mean()))
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses


@mutant(caught_by="test_losses_are_those_on_the_way")
def tells_the_losses_of_the_sum(start, X, Y, lr=0.1, steps=400):
    """Believes that the mean is needed for the gradient only."""
    W_1, b_1, w_2, b_2 = (np.array(part, dtype=np.float64) for part in start)
    X, Y, losses = np.array(X), np.array(Y), []
    for step in range(steps + 1):
        hidden = np.tanh(X @ W_1.T + b_1)
        error = hidden @ w_2 + b_2 - Y
        losses.append(float((error**2).sum()))
        if step == steps:
            break
        error = 2 * error / len(X)
        inner = np.outer(error, w_2) * (1 - hidden**2)
        W_1 = W_1 - lr * inner.T @ X
        b_1 = b_1 - lr * inner.sum(axis=0)
        w_2 = w_2 - lr * hidden.T @ error
        b_2 = b_2 - lr * error.sum()
    return (W_1.tolist(), b_1.tolist(), w_2.tolist(), float(b_2)), losses
