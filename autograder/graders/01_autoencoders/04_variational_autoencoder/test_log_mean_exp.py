"""Hidden tests of `log_mean_exp`: values along any axis, entries of any size, minus infinity."""

import math

import torch

from autograder.metrics import log_mean_exp
from autograder.testing import as_tensor, assert_close, assert_shape, points


@points("log_mean_exp", 2)
def test_any_axis(notebook, rng):
    """The mean of the exponentials is taken along the axis that is asked for, and its logarithm returned."""
    a = 3 * rng.normal(4, 5, 6)
    hint = "log of the *mean*: subtract log K, where K is the length of the axis that disappears."
    for dim in (0, 1, 2, -1, -2):
        expected = log_mean_exp(a, dim)
        assert_close(notebook.log_mean_exp(a, dim=dim), expected, what=f"the result along axis {dim}", hint=hint)
    assert_close(notebook.log_mean_exp(a), log_mean_exp(a, 0), what="the result along the default axis", hint=hint)
    single = a.float()
    answer = notebook.log_mean_exp(single, dim=1)
    expected = log_mean_exp(single.double(), 1)
    assert_close(answer, expected, rtol=1e-5, what="a float32 answer", dtype=torch.float32, hint="Keep the dtype.")


@points("log_mean_exp", 1)
def test_entries_of_any_size(notebook, rng):
    """Entries far below -1000 or above 1000 neither underflow nor overflow, also where a row has both."""
    a = rng.normal(3, 6)
    hint = "Pull the largest entry *of each row* out before the exponential, equation (4)."
    for shift in (-2000.0, 2000.0):
        expected = log_mean_exp(a + shift, 1)
        assert_close(notebook.log_mean_exp(a + shift, dim=1), expected, rtol=1e-9, what="the result", hint=hint)
    mixed = a + torch.tensor([[-5000.0], [0.0], [5000.0]], dtype=torch.float64)
    expected = log_mean_exp(mixed, 1)
    answer = as_tensor(notebook.log_mean_exp(mixed, dim=1))
    assert_shape(answer, (3,), hint="The axis that is averaged disappears.")
    assert_close(answer[1], expected[1], what="a row beside others of another size", hint=hint)
    assert_close(answer, expected, rtol=1e-9, what="rows of very different size", hint=hint)


@points("log_mean_exp", 1)
def test_probabilities_of_zero(notebook, rng):
    """A term of -inf adds nothing and counts; where all are -inf the result is -inf, never NaN."""
    a = rng.normal(4, 3)
    a[1, 0] = a[2, 0] = a[0, 2] = -math.inf
    hint = "exp(-inf) is 0: it adds nothing to the sum, but the mean still divides by the whole number of terms."
    assert_close(notebook.log_mean_exp(a), log_mean_exp(a), what="the result with terms of -inf", hint=hint)
    a[:, 1] = -math.inf
    hint = "The largest of them is -inf, and -inf - (-inf) is NaN. What is the logarithm of a mean of zeros?"
    answer = as_tensor(notebook.log_mean_exp(a))
    assert_shape(answer, (3,), hint="The axis that is averaged disappears.")
    assert_close(answer[[0, 2]], log_mean_exp(a)[[0, 2]], what="the columns beside one of nothing but -inf", hint=hint)
    assert_close(answer, log_mean_exp(a), what="the result where all terms are -inf", hint=hint)
