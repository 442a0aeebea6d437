"""Wrong answers to `project`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_dependent_columns")
def inverts_the_gram_matrix(A, b):
    """Believes that A^T A always has an inverse."""
    P = A @ torch.linalg.inv(A.T @ A) @ A.T
    return P @ b, P


@mutant(caught_by="test_dependent_columns")
def trusts_plain_qr(A, b):
    """Believes that the Q of a QR decomposition spans the column space of dependent columns as well."""
    Q = torch.linalg.qr(A).Q
    return Q @ (Q.T @ b), Q @ Q.T


@mutant(caught_by="test_finds_the_closest_point")
def returns_the_weights(A, b):
    """Believes that the solution x of the normal equations is the closest point."""
    P = A @ torch.linalg.pinv(A)
    return torch.linalg.pinv(A) @ b, P


@mutant(caught_by="test_finds_the_closest_point")
def returns_the_residual(A, b):
    """Believes that what is at right angles is the projection."""
    P = torch.eye(len(A), dtype=A.dtype) - A @ torch.linalg.pinv(A)
    return P @ b, P


@mutant(caught_by="test_projector_has_its_properties")
def puts_the_matrix_on_the_wrong_side(A, b):
    """Believes that A^+ A is the projection; it projects onto the row space."""
    P = torch.linalg.pinv(A) @ A
    return A @ torch.linalg.pinv(A) @ b, P


@mutant(caught_by="test_projector_has_its_properties")
def forgets_the_inverse(A, b):
    """Believes that A A^T projects, as it does for orthonormal columns only."""
    P = A @ A.T
    return P @ b, P


@mutant(caught_by="test_projector_has_its_properties")
def adds_a_ridge(A, b):
    """Believes that a small ridge, which makes A^T A invertible, changes nothing."""
    P = A @ torch.linalg.solve(A.T @ A + 1e-3 * torch.eye(A.shape[1], dtype=A.dtype), A.T)
    return P @ b, P


@mutant(caught_by="test_finds_the_closest_point")
def projects_onto_the_answer(A, b):
    """Believes that P may depend on b: the projection onto the line through p."""
    p = A @ torch.linalg.pinv(A) @ b
    return p, torch.outer(p, p) / (p @ p).clamp_min(1e-30)


@mutant(caught_by="test_dependent_columns")
def calls_small_what_is_below_a_number(A, b):
    """Believes that a rounding error is whatever is below 1e-10, in any units."""
    U, sigma, _ = torch.linalg.svd(A, full_matrices=False)
    U = U[:, sigma > 1e-10]
    return U @ (U.T @ b), U @ U.T


@mutant(caught_by="test_dependent_columns")
def drops_columns_of_plain_qr(A, b):
    """Believes that QR without pivoting, like Gram-Schmidt, has nothing of later columns where a column was dependent."""
    Q, R = torch.linalg.qr(A)
    size = R.diagonal().abs()
    U = Q[:, size > 1e-10 * size.max()]
    return U @ (U.T @ b), U @ U.T


@mutant(caught_by="test_what_counts_as_dependent")
def squares_the_singular_values(A, b):
    """Believes that eigenvectors of A A^T are as good, and puts the limit above *their* rounding errors."""
    values, vectors = torch.linalg.eigh(A @ A.T)
    U = vectors[:, values > 1e-12 * values.abs().max()]
    return U @ (U.T @ b), U @ U.T


@mutant(caught_by="test_what_counts_as_dependent")
def trusts_the_default_rank(A, b):
    """Believes that the limit of `matrix_rank` is that of the docstring; it is about 1e-15."""
    U = torch.linalg.svd(A, full_matrices=False).U[:, : int(torch.linalg.matrix_rank(A))]
    return U @ (U.T @ b), U @ U.T
