"""Hidden tests of `low_rank`: the best approximation, batches, the ends of the range of k."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points, raises, require


def truncate(A, k):
    """The first k terms of the SVD, summed one by one."""
    U, sigma, Vh = torch.linalg.svd(A)
    return sum((sigma[i] * torch.outer(U[:, i], Vh[i]) for i in range(k)), torch.zeros_like(A))


@points("low_rank", 2)
def test_nothing_of_that_rank_is_closer(notebook, rng):
    """The result has rank k, and its distance from A is the smallest possible (Eckart-Young), for tall and wide A."""
    for shape, k in (((7, 4), 2), ((4, 6), 3), ((5, 5), 1)):
        A = rng.normal(*shape)
        found = as_tensor(notebook.low_rank(A, k), "the approximation")
        assert_shape(found, shape, what="the approximation", hint="The approximation has the shape of A.")
        require(bool(torch.isfinite(found).all()), "the approximation has entries that are NaN or infinite")
        rank = int(torch.linalg.matrix_rank(found, rtol=1e-9))
        require(rank <= k, "the rank of the approximation is too high", hint="Keep k terms of the sum (11), no more.")
        best = torch.linalg.svdvals(A)[k:].norm()
        hint = "The error should be made of the singular values that were left out: leave out the smallest."
        assert_close((A - found).norm(), best, what="the distance from A", hint=hint)
        assert_close(found, truncate(A, k), what="the approximation", hint="The third result of `svd` is V^T already.")


@points("low_rank", 1)
def test_each_matrix_of_a_batch_by_itself(notebook, rng):
    """A batch of matrices is treated one by one, and the dtype stays."""
    A = rng.normal(2, 3, 5, 4)
    expected = torch.stack([torch.stack([truncate(matrix, 2) for matrix in row]) for row in A])
    hint = "Slice the last axes: U[..., :, :k], sigma[..., :k], Vh[..., :k, :]."
    assert_close(notebook.low_rank(A, 2), expected, what="the batch of approximations", hint=hint)
    found = notebook.low_rank(A[0].float(), 2)
    assert_close(
        found, expected[0], rtol=1e-4, dtype=torch.float32, what="the result for float32", hint="Keep A's dtype."
    )


@points("low_rank", 2)
def test_ends_of_the_range(notebook, rng):
    """k = 0 gives zeros; k equal to the rank, or larger than A has rows or columns, gives A itself."""
    A = rng.normal(6, 2) @ rng.normal(2, 4)
    hint = "Nothing is kept: the sum (11) without terms. Beware of slices such as [-0:]."
    assert_close(notebook.low_rank(A, 0), torch.zeros(6, 4), what="the approximation of rank 0", hint=hint)
    hint = "A has rank 2 here: two terms are all there are."
    assert_close(notebook.low_rank(A, 2), A, what="the approximation with k = rank", hint=hint)
    assert_close(notebook.low_rank(A, 1), truncate(A, 1), what="the approximation of rank 1", hint=hint)
    assert_close(
        notebook.low_rank(A, 9), A, what="the approximation for a k that is larger than A", hint="A itself is best."
    )


@points("low_rank", 1)
def test_negative_rank_is_refused(notebook, rng):
    """A negative k is no rank: ValueError. Every other k still is answered."""
    A = rng.normal(4, 3)
    assert_close(notebook.low_rank(A, 2), truncate(A, 2), what="the approximation of rank 2")
    with raises("ValueError", hint="Check k first: a negative index would count from the end.", what="a negative k"):
        notebook.low_rank(A, -1)
