"""Hidden tests of `cv_error`: equation (7), where mean and width come from, and what must not be changed."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def estimate(ns, X, y, lam, folds):
    """The estimate, and the caller's arrays after the call."""
    X, y = np.array(X), np.array(y)
    folds = [(np.array(train, dtype=np.int64), np.array(val, dtype=np.int64)) for train, val in folds]
    return ns.cv_error(X, y, lam, folds), X, y


def ask(notebook, X, y, lam, folds):
    """The estimate, one number, and the caller's arrays after the call."""
    error, X_after, y_after = notebook.run(estimate, X.numpy(), y.numpy(), lam, folds)
    error = as_tensor(error, "the estimate").reshape(-1)
    require(error.numel() == 1, "the estimate is one number", hint="One mean over all examples.")
    return error[0], X_after, y_after


def fit(X, y, lam):
    """Ridge regression, equation (3)."""
    N, D = X.shape
    centred = X - X.mean(0)
    w = torch.linalg.solve(
        centred.T @ centred / N + lam * torch.eye(D, dtype=torch.float64), centred.T @ (y - y.mean()) / N
    )
    return w, y.mean() - w @ X.mean(0)


def reference(X, y, lam, folds):
    """Equation (7), with mean and width of each training part."""
    squares = []
    for train, val in folds:
        mean, width = X[train].mean(0), X[train].std(0, correction=0)
        width = torch.where(width > 0, width, torch.ones_like(width))
        w, b = fit((X[train] - mean) / width, y[train], lam)
        squares.append(((X[val] - mean) / width @ w + b - y[val]).square())
    return torch.cat(squares).mean()


def deal(rng, sizes):
    """Parts of these sizes, shuffled, as lists."""
    order = rng.numpy.permutation(sum(sizes)).tolist()
    ends = np.cumsum(sizes)
    parts = [order[end - size : end] for size, end in zip(sizes, ends, strict=True)]
    return [([i for other in parts if other is not part for i in other], part) for part in parts]


def draw(rng, N, D):
    """Examples in three sorts of units, and what belongs to them."""
    units = torch.tensor([1.0, 100.0, 0.01, 5.0], dtype=torch.float64)[:D]
    X = rng.normal(N, D)
    return (X + rng.normal(D)) * units, X @ rng.normal(D) + 0.5 * rng.normal(N) + 2


@points("cv_error", 2)
def test_every_example_counts_once(notebook, rng):
    """The estimate is the mean over all examples, with parts of equal size and of unequal size."""
    hint = "Collect the squared errors of all parts, and take one mean: an average of averages favours small parts."
    for sizes, D, lam in (
        ((4, 4, 4), 2, 0.3),
        ((3, 3, 2, 2), 3, 0.1),
        ((6, 1), 2, 0.2),
        ((1,) * 7, 1, 0.5),
        ((9, 2, 5), 4, 1.0),
    ):
        X, y = draw(rng, sum(sizes), D)
        folds = deal(rng, sizes)
        error, *_ = ask(notebook, X, y, lam, folds)
        kind = "equal" if len(set(sizes)) == 1 else "unequal"
        what = f"the estimate with {len(sizes)} parts of {kind} size"
        assert_close(error, reference(X, y, lam, folds), rtol=1e-7, atol=0, what=what, hint=hint)


@points("cv_error", 2)
def test_scaling_is_learnt_from_the_training_part(notebook, rng):
    """Mean and width of the features are those of the training part, also where a kept row is wild, and in any units."""
    hint = "Whose mean and standard deviation? Only rows of the training part may take part in them; and use `np.std`."
    for sizes in ((5, 5), (4, 3, 3), (2, 2, 2)):
        X, y = draw(rng, sum(sizes), 2)
        X[sum(sizes) // 2] *= 30  # whoever scales with all rows has seen it
        folds = deal(rng, sizes)
        error, *_ = ask(notebook, X, y, 0.2, folds)
        what = "the estimate where one row is wild"
        assert_close(error, reference(X, y, 0.2, folds), rtol=1e-7, atol=0, what=what, hint=hint)
        for unit in (1e-9, 1e6):
            again, *_ = ask(notebook, X * unit, y, 0.2, folds)
            hint_units = "Divide by the width itself, however small it is: nothing is added to it."
            what = "the estimate where features come in another unit"
            assert_close(again, error, rtol=1e-6, atol=0, what=what, hint=hint_units)


@points("cv_error", 1)
def test_features_that_never_vary(notebook, rng):
    """A feature that is the same in a whole training part does no harm there, whatever it is in the part kept back."""
    X, y = draw(rng, 10, 3)
    X[:, 1] = 4.0
    folds = deal(rng, (4, 3, 3))
    hint = "A width of 0 cannot be divided by: take 1 in its place, for that feature only."
    error, *_ = ask(notebook, X, y, 0.1, folds)
    assert_close(
        error, reference(X, y, 0.1, folds), rtol=1e-7, atol=0, what="the estimate with such a feature", hint=hint
    )
    X[folds[0][1][0], 1] = 5.0  # varies in the part that is kept back first, and nowhere else
    error, *_ = ask(notebook, X, y, 0.1, folds)
    what = "the estimate where a feature varies only in the part that is kept back"
    assert_close(error, reference(X, y, 0.1, folds), rtol=1e-7, atol=0, what=what, hint=hint)


@points("cv_error", 1)
def test_the_callers_table_stays_as_it_is(notebook, rng):
    """The caller's arrays are the same after the call, and a second call says the same."""
    X, y = draw(rng, 9, 2)
    folds = deal(rng, (3, 3, 3))
    error, X_after, y_after = ask(notebook, X, y, 0.1, folds)
    hint = "`X -= ...` and `X[...] = ...` write into the caller's array."
    assert_close(X_after, X, rtol=0, atol=1e-12, what="the caller's X after the call", hint=hint)
    assert_close(y_after, y, rtol=0, atol=1e-12, what="the caller's y after the call", hint=hint)
    assert_close(error, reference(X, y, 0.1, folds), rtol=1e-7, atol=0, what="the estimate")
    doubled, *_ = ask(notebook, X, 2 * y, 0.1, folds)
    hint = "y is neither centred nor scaled outside of the fit."
    assert_close(doubled, 4 * error, rtol=1e-7, atol=0, what="the estimate when y is told in half the unit", hint=hint)
