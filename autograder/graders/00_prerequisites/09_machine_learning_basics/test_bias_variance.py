"""Hidden tests of `bias_variance`: both terms of (5), their sum, and large numbers that differ by little."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def split(ns, predictions, truth):
    """Both terms, and the caller's arrays after the call."""
    predictions, truth = np.array(predictions), np.array(truth)
    answer = ns.bias_variance(predictions, truth)
    return answer, predictions, truth


def ask(notebook, predictions, truth):
    """Bias squared and variance, one number each."""
    answer, *after = notebook.run(split, predictions.numpy(), truth.numpy())
    answer = as_tensor(answer, "what `bias_variance` returns") if not isinstance(answer, tuple | list) else answer
    require(len(answer) == 2, "`bias_variance` has to return two things", target="(bias_squared, variance)")
    parts = [as_tensor(part, name).reshape(-1) for part, name in zip(answer, ("bias", "variance"), strict=True)]
    message = "bias and variance have to be one number each"
    require(all(part.numel() == 1 for part in parts), message, hint="Average over the points, too.")
    for found, given in zip(after, (predictions, truth), strict=True):
        assert_close(
            found, given, rtol=0, atol=1e-12, what="the caller's array after the call", hint="Copy before you change."
        )
    return parts[0][0], parts[1][0]


def reference(predictions, truth):
    """Both terms, point by point."""
    bias = torch.stack([(column.mean() - t) ** 2 for column, t in zip(predictions.T, truth, strict=True)]).mean()
    return bias, torch.stack([column.var(correction=0) for column in predictions.T]).mean()


def draw(rng, R, N):
    """Forecasts whose biases have both signs and whose spreads differ from point to point."""
    truth = 3 * rng.normal(N)
    return truth + rng.normal(N) + rng.uniform(0.2, 2, (N,)) * rng.normal(R, N), truth


@points("bias_variance", 2)
def test_bias_squared(notebook, rng):
    """The bias is that of the mean forecast at each point, squared there, and averaged over the points."""
    hint = "First the mean over the fits; then how far it is from the truth at each point, squared; then the mean over points."
    for R, N in ((8, 5), (3, 12), (2, 2), (5, 1), (6, 6)):
        predictions, truth = draw(rng, R, N)
        bias, _ = ask(notebook, predictions, truth)
        assert_close(bias, reference(predictions, truth)[0], rtol=1e-9, what="the squared bias", hint=hint)
    truth = torch.zeros(2, dtype=torch.float64)
    offset = float(rng.uniform(1, 3))
    predictions = torch.tensor([offset, -offset], dtype=torch.float64) + 0.1 * rng.normal(4, 2)
    bias, _ = ask(notebook, predictions, truth)
    hint = "Biases of opposite signs do not cancel: square before you average over points."
    assert_close(bias, reference(predictions, truth)[0], rtol=1e-9, what="the squared bias of both signs", hint=hint)


@points("bias_variance", 2)
def test_variance(notebook, rng):
    """The variance is how far the fits are from their own mean at each point; it does not know the truth."""
    hint = "Means over the fits (not over the points), divided by R, of squared distances from their mean (not from the truth)."
    for R, N in ((7, 4), (2, 9), (1, 5), (4, 1), (5, 5)):
        predictions, truth = draw(rng, R, N)
        _, variance = ask(notebook, predictions, truth)
        expected = reference(predictions, truth)[1]
        what = "the variance" if R > 1 else "the variance of a single fit"
        assert_close(variance, expected, rtol=1e-9, what=what, hint=hint)
        _, moved = ask(notebook, predictions, truth + 7)
        assert_close(moved, expected, rtol=1e-9, what="the variance when the truth is another", hint=hint)


@points("bias_variance", 1)
def test_they_add_up_and_stay_exact(notebook, rng):
    """Both add up to the mean squared error against the truth, also where large forecasts differ by little."""
    for R, N in ((6, 7), (2, 3), (1, 1)):
        predictions, truth = draw(rng, R, N)
        bias, variance = ask(notebook, predictions, truth)
        error = (predictions - truth).square().mean()
        hint = "Equation (5) is exact: means over R fits, in both terms."
        assert_close(bias + variance, error, rtol=1e-9, what="the sum of bias and variance", hint=hint)
    predictions, truth = draw(rng, 6, 4)
    large = 1e6 + 1e-3 * predictions
    _, variance = ask(notebook, large, 1e6 + truth)
    hint = "A mean of squares minus a squared mean loses all digits: take the mean off first, then square."
    what = "the variance of large forecasts that differ by little"
    assert_close(variance, reference(large, truth)[1], rtol=1e-4, atol=0, what=what, hint=hint)
