"""Hidden tests of `ridge_fit`: equation (3), what the penalty does, and what moving the data does."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def fit(ns, X, y, lam):
    """Weights and intercept, and the caller's arrays after the call."""
    X, y = np.array(X), np.array(y)
    answer = ns.ridge_fit(X, y, lam)
    return answer, X, y


def ask(notebook, X, y, lam):
    """Weights and intercept."""
    answer, X_after, y_after = notebook.run(fit, X.numpy(), y.numpy(), lam)
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`ridge_fit` has to return two things", hint="return w, b", target="(w, b)")
    w, b = as_tensor(answer[0], "the weights"), as_tensor(answer[1], "the intercept").reshape(-1)
    assert_shape(w, (X.shape[1],), what="the weights", hint="One for each feature.")
    require(b.numel() == 1, "the intercept is one number")
    hint = "`X -= ...` writes into the caller's array."
    assert_close(X_after, X, rtol=0, atol=1e-12, what="the caller's X after the call", hint=hint)
    assert_close(y_after, y, rtol=0, atol=1e-12, what="the caller's y after the call", hint=hint)
    return w, b[0]


def reference(X, y, lam):
    """Equation (3), by an eigendecomposition."""
    N, D = X.shape
    centred = X - X.mean(0)
    values, vectors = torch.linalg.eigh(centred.T @ centred / N + lam * torch.eye(D, dtype=torch.float64))
    w = vectors @ ((vectors.T @ (centred.T @ (y - y.mean()) / N)) / values)
    return w, y.mean() - w @ X.mean(0)


def draw(rng, N, D):
    """Examples that lie far from 0, in directions that are not independent, and what belongs to them."""
    X = rng.normal(N, D) @ (torch.eye(D, dtype=torch.float64) + 0.3 * rng.normal(D, D)) + 2 + rng.uniform(0, 1, (D,))
    return X, X @ rng.normal(D) + 0.5 * rng.normal(N) + 3


@points("ridge_fit", 2)
def test_weights_of_equation_3(notebook, rng):
    """The weights and the intercept are those of equation (3), with few features, with many, and with one."""
    hint = "Centred X and y; both sides divided by N; lam on the whole diagonal; and b from the means."
    for N, D, lam in ((20, 3, 0.3), (5, 1, 1.0), (4, 9, 0.05), (30, 2, 0.0), (12, 5, 40.0), (1, 2, 0.7), (2, 1, 0.0)):
        X, y = draw(rng, N, D)
        w, b = ask(notebook, X, y, lam)
        expected_w, expected_b = reference(X, y, lam)
        what = f"with {N} examples, {D} features and lam {'above' if lam else 'equal to'} 0"
        assert_close(w, expected_w, rtol=1e-7, what=f"the weights {what}", hint=hint)
        assert_close(b, expected_b, rtol=1e-7, what=f"the intercept {what}", hint=hint)


@points("ridge_fit", 1)
def test_it_costs_nothing_where_the_data_stand(notebook, rng):
    """Moving all y moves the intercept only; moving all x changes no weight and no forecast."""
    X, y = draw(rng, 15, 3)
    w, b = ask(notebook, X, y, 0.5)
    w_up, b_up = ask(notebook, X, y + 50, 0.5)
    hint = "The intercept is not punished: centre X and y before the weights are found."
    assert_close(w_up, w, rtol=1e-7, what="the weights after all y have moved", hint=hint)
    assert_close(b_up - b, 50.0, rtol=1e-7, what="the change of the intercept when all y move", hint=hint)
    shift = 20 * rng.normal(3)
    w_far, b_far = ask(notebook, X + shift, y, 0.5)
    assert_close(w_far, w, rtol=1e-7, what="the weights after all x have moved", hint=hint)
    assert_close(
        (X + shift) @ w_far + b_far, X @ w + b, rtol=1e-7, what="the forecasts after all x have moved", hint=hint
    )


@points("ridge_fit", 1)
def test_the_loss_is_a_mean_and_has_its_minimum_there(notebook, rng):
    """Having every example three times changes nothing, and no other weights near these have a smaller loss (2)."""
    X, y = draw(rng, 9, 4)
    lam = 0.4
    w, b = ask(notebook, X, y, lam)
    w_3, b_3 = ask(notebook, X.repeat(3, 1), y.repeat(3), lam)
    hint = "The first term of (2) is a mean over the examples: X^T X is divided by N."
    assert_close(w_3, w, rtol=1e-7, what="the weights when every example is there three times", hint=hint)
    assert_close(b_3, b, rtol=1e-7, what="the intercept when every example is there three times", hint=hint)

    def loss(w, b):
        return (X @ w + b - y).square().mean() + lam * w.square().sum()

    here = loss(w, b)
    for _ in range(20):
        nearby = loss(w + 0.01 * rng.normal(4), b + 0.01 * rng.normal(1)[0])
        require(
            bool(nearby > here), "other weights have a smaller loss", hint="Compare with equation (2), term by term."
        )
    w_poor, b_poor = ask(notebook, X, y, 1e9)
    assert_close(w_poor, torch.zeros(4), rtol=0, atol=1e-6, what="the weights when weights are very dear")
    assert_close(b_poor, y.mean(), rtol=1e-6, what="the intercept when weights are very dear", hint="The mean of y.")
