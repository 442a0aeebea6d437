"""Hidden tests of `ablate`: each variant's errors on unseen data, and the digits."""

import pytest
import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points


@pytest.fixture(scope="module")
def digits():
    """The course's digits, fewer of them: the SVD of all takes longer than the lesson needs here."""
    from journey.data import digits

    data = digits()
    return data.train[:300], data.test[:100]


def left_over(test, mean, C):
    """The mean squared error of what the rows of C cannot say of the test data around a mean."""
    centred = test - mean
    return float((centred - centred @ C.T @ C).square().mean())


def expected_errors(train, test, ks, R):
    """The right table, one variant at a time."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    centred, raw = (torch.linalg.svd(train - m, full_matrices=False).Vh for m in (mean, zero))
    # QR of all columns at once: its first k columns span what the first k columns of R span.
    spanned = torch.linalg.qr(R).Q.T
    variants = ((mean, centred), (zero, raw), (mean, spanned))
    return torch.tensor([[left_over(test, m, C[:k]) for k in ks] for m, C in variants], dtype=torch.float64)


def ask(notebook, rng, ks):
    """The student's table and the right one, on fresh data whose test part is unlike its training part."""
    X = (rng.normal(70, 9) * rng.uniform(0.3, 2, (9,))) @ rng.orthogonal(9) + 2 * rng.normal(9)
    train, test, R = X[:40], X[40:] * 1.2 + 0.3, rng.normal(9, 6) * rng.uniform(0.5, 3, (6,))
    errors = as_tensor(notebook.ablate(train, test, ks, R), "the table of errors")
    assert_shape(
        errors, (3, len(ks)), what="the table of errors", hint="One row for each variant, one column for each k."
    )
    return errors, expected_errors(train, test, ks, R)


@points("ablate", 1)
def test_whole_codec(notebook, rng):
    """The first row holds the test errors of the whole codec, fitted on the training data."""
    errors, expected = ask(notebook, rng, [1, 3, 6])
    hint = "Fit on train, measure on test; the mean is over examples and pixels."
    assert_close(errors[0], expected[0], what="the first row", hint=hint)


@points("ablate", 1)
def test_without_centring(notebook, rng):
    """The second row holds the errors without centring: no mean anywhere, directions of the raw data."""
    errors, expected = ask(notebook, rng, [2, 5])
    hint = "Without centring m = 0: when the directions are found, when encoding and when decoding."
    assert_close(errors[1], expected[1], what="the second row", hint=hint)


@points("ablate", 1)
def test_given_directions(notebook, rng):
    """The third row holds the errors with the training mean and the directions that the columns of R span."""
    errors, expected = ask(notebook, rng, [1, 4, 6])
    hint = "Make the first k columns of R orthonormal first: they need not have unit length, nor right angles."
    assert_close(errors[2], expected[2], what="the third row", hint=hint)


@points("ablate", 1)
def test_ablation_of_digits(notebook, digits, rng):
    """On digits, in whatever order the code lengths come, all three rows agree with the reference."""
    train, test = digits
    ks, R = [16, 2, 8], rng.normal(64, 16)
    errors = as_tensor(notebook.ablate(train, test, ks, R), "the table of errors")
    hint = "Column j belongs to the j-th entry of ks, in the order in which they are given."
    assert_close(errors, expected_errors(train, test, ks, R), what="the table for digits", hint=hint)
