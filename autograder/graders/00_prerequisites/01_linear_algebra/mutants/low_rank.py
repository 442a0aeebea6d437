"""Wrong answers to `low_rank`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_nothing_of_that_rank_is_closer")
def keeps_the_smallest(A, k):
    """Believes that singular values come in ascending order, as eigenvalues of `eigh` do."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    first = max(sigma.shape[-1] - k, 0)
    return (U[..., first:] * sigma[..., None, first:]) @ Vh[..., first:, :]


@mutant(caught_by="test_nothing_of_that_rank_is_closer")
def transposes_v_again(A, k):
    """Believes that `svd` returns V, which has to be transposed."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, V = torch.linalg.svd(A, full_matrices=False)
    return (U[..., :k] * sigma[..., None, :k]) @ V.mT[..., :k, :]


@mutant(caught_by="test_nothing_of_that_rank_is_closer")
def forgets_the_stretch(A, k):
    """Believes that the directions alone make the approximation."""
    if k < 0:
        raise ValueError("negative rank")
    U, _, Vh = torch.linalg.svd(A, full_matrices=False)
    return U[..., :k] @ Vh[..., :k, :]


@mutant(caught_by="test_nothing_of_that_rank_is_closer")
def keeps_the_first_columns(A, k):
    """Believes that the first k columns of A are its best approximation of rank k."""
    if k < 0:
        raise ValueError("negative rank")
    B = torch.zeros_like(A)
    B[..., :k] = A[..., :k]
    return B


@mutant(caught_by="test_ends_of_the_range")
def keeps_all_for_zero(A, k):
    """Believes that k = 0 means "no limit"."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    k = k or sigma.shape[-1]
    return (U[..., :k] * sigma[..., None, :k]) @ Vh[..., :k, :]


@mutant(caught_by="test_ends_of_the_range")
def fails_beyond_the_size(A, k):
    """Believes that k never exceeds the number of singular values."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    B = torch.zeros_like(A)
    for i in range(k):
        B = B + sigma[..., i, None, None] * U[..., :, i, None] * Vh[..., i, None, :]
    return B


@mutant(caught_by="test_each_matrix_of_a_batch_by_itself")
def slices_the_batch(A, k):
    """Believes that there is never a batch, and slices the first axes."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ torch.diag(sigma[:k]) @ Vh[:k]


@mutant(caught_by="test_negative_rank_is_refused")
def counts_from_the_end(A, k):
    """Believes that a negative k needs no thought."""
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    return (U[..., :k] * sigma[..., None, :k]) @ Vh[..., :k, :]


@mutant(caught_by="test_nothing_of_that_rank_is_closer")
def one_term_too_many(A, k):
    """Believes that k counts from 0: terms 0 to k are kept."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    return (U[..., : k + 1] * sigma[..., None, : k + 1]) @ Vh[..., : k + 1, :]
