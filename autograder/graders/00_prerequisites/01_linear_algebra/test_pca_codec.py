"""Hidden tests of `PCACodec`: its error on unseen digits, on fresh data, and that only the code crosses."""

import pytest
import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points, require


@pytest.fixture(scope="module")
def digits():
    """The course's digits."""
    from journey.data import digits

    return digits()


def reference_error(train, test, k):
    """Of PCA, by the part of the test data that k components leave."""
    mean = train.mean(dim=0)
    C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
    return float(((test - mean) - (test - mean) @ C.T @ C).square().mean())


def check_error(drawn, test, expected):
    """The mean squared error must be the reference's."""
    assert_shape(drawn, tuple(test.shape), what="what was decoded")
    error = float((as_tensor(drawn, "what was decoded") - test).square().mean())
    hint = "The training mean belongs to both ends: subtract it to encode, add it to decode."
    message = "the error on unseen data is not that of PCA"
    require(abs(error - expected) <= 1e-6 * max(1.0, expected), message, hint=hint, measured=f"{error:.1g}")


@points("PCACodec", 3)
def test_error_on_unseen_digits(notebook, digits):
    """Fitted on the training digits, the codec draws the test digits as well as PCA can, from 8 and from 16 numbers."""
    for k in (8, 16):
        codec = notebook.PCACodec(digits.train, k)
        codes = codec.encode(digits.test)
        assert_shape(codes, (500, k), what="the matrix of codes", hint="k numbers for each example.")
        check_error(codec.decode(codes), digits.test, reference_error(digits.train, digits.test, k))


@points("PCACodec", 2)
def test_another_receiver_on_fresh_data(notebook, rng):
    """A second codec with the same training data, which never saw the examples, decodes what the first one encoded."""
    X = (rng.normal(90, 12) * rng.uniform(0.2, 3, (12,))) @ rng.orthogonal(12) + 5 * rng.normal(12)
    train, test = X[:60], X[60:] + 0.5 * rng.normal(12)  # the test data has another mean than the training data
    for k in (1, 5):
        codes = notebook.PCACodec(train, k).encode(test)
        assert_shape(codes, (30, k), what="the matrix of codes", hint="k numbers for each example.")
        drawn = notebook.PCACodec(train, k).decode(as_tensor(codes, "the matrix of codes"))
        check_error(drawn, test, reference_error(train, test, k))


@points("PCACodec", 1)
def test_code_is_all_that_counts(notebook, rng):
    """An example's code depends on it alone, a code of zeros is the mean, and decoding a code encodes to it again."""
    train, test, k = rng.normal(40, 7) + 3, rng.normal(6, 7) + 3, 3
    codec = notebook.PCACodec(train, k)
    codes = as_tensor(codec.encode(test), "the matrix of codes")
    assert_shape(codes, (6, k), what="the matrix of codes", hint="k numbers for each example.")
    hint = "What is learnt from data is learnt in __init__: encode must not look at the mean of what it is given."
    assert_close(codec.encode(test[2:3]), codes[2:3], what="the code of an example that is encoded alone", hint=hint)
    mean = codec.decode(torch.zeros(1, k, dtype=torch.float64))
    hint = "Decoding adds the training mean, once."
    assert_close(mean, train.mean(dim=0, keepdim=True), what="what a code of zeros decodes to", hint=hint)
    invented = 2 * rng.normal(4, k)
    again = codec.encode(as_tensor(codec.decode(invented), "what was decoded"))
    hint = "Encoding undoes decoding: subtract what was added, and take orthonormal components."
    assert_close(again, invented, what="an invented code, decoded and encoded again,", hint=hint)
