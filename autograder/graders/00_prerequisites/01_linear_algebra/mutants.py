"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed."""

import math

import numpy as np
import torch

from autograder.testing import mutant

# --- cosine_similarity


@mutant("cosine_similarity", caught_by="test_every_query_meets_every_key")
def scores_of_attention(Q, K):
    """Believes that dividing by the root of the dimension, as attention does, makes a cosine."""
    return Q @ K.mT / math.sqrt(Q.shape[-1])


@mutant("cosine_similarity", caught_by="test_every_query_meets_every_key")
def divides_by_squared_lengths(Q, K):
    """Believes that the length of a vector is its dot product with itself, without the root."""
    lengths = Q.square().sum(-1)[..., :, None] * K.square().sum(-1)[..., None, :]
    return Q @ K.mT / lengths.masked_fill(lengths == 0, 1)


@mutant("cosine_similarity", caught_by="test_every_query_meets_every_key")
def normalises_columns(Q, K):
    """Believes that vectors stand in columns, and divides by the wrong lengths."""
    q = Q / Q.norm(dim=-2, keepdim=True).clamp_min(1e-12)
    k = K / K.norm(dim=-2, keepdim=True).clamp_min(1e-12)
    return q @ k.mT


@mutant("cosine_similarity", caught_by="test_every_query_meets_every_key")
def forgets_the_keys_lengths(Q, K):
    """Believes that it is enough to normalise the queries."""
    q = Q / Q.norm(dim=-1, keepdim=True).clamp_min(1e-12)
    return q @ K.mT


@mutant("cosine_similarity", caught_by="test_zero_vectors_are_similar_to_nothing")
def divides_zero_by_zero(Q, K):
    """Believes that no vector is ever zero."""
    return Q @ K.mT / (Q.norm(dim=-1)[..., :, None] * K.norm(dim=-1)[..., None, :])


@mutant("cosine_similarity", caught_by="test_batches_stay_batches")
def transposes_the_batch(Q, K):
    """Believes that there is never a batch: `.T` and `dim=1` for the last two axes."""
    q = Q / Q.norm(dim=1, keepdim=True).clamp_min(1e-12)
    k = K / K.norm(dim=1, keepdim=True).clamp_min(1e-12)
    return q @ k.T


@mutant("cosine_similarity", caught_by="test_every_query_meets_every_key")
def guards_with_a_large_constant(Q, K):
    """Believes that a constant of 0.1 in the denominator changes nothing."""
    return Q @ K.mT / (Q.norm(dim=-1)[..., :, None] * K.norm(dim=-1)[..., None, :] + 0.1)


@mutant("cosine_similarity", caught_by="test_batches_stay_batches")
def answers_in_float64(Q, K):
    """Believes that float64 is always wanted."""
    lengths = Q.norm(dim=-1)[..., :, None] * K.norm(dim=-1)[..., None, :]
    return (Q @ K.mT / lengths.masked_fill(lengths == 0, 1)).double()


# --- lora_budget


@mutant("lora_budget", caught_by="test_counts_of_numbers")
def multiplies_both_sides(d_out, d_in, r):
    """Believes that the adapter has r numbers for each entry of W."""
    return d_out * d_in, r * d_out * d_in, min(r, d_out, d_in), (d_out * d_in - 1) // (d_out + d_in)


@mutant("lora_budget", caught_by="test_counts_of_numbers")
def counts_one_factor(d_out, d_in, r):
    """Believes that only B is trained."""
    return d_out * d_in, r * d_out, min(r, d_out, d_in), (d_out * d_in - 1) // (d_out + d_in)


@mutant("lora_budget", caught_by="test_highest_rank_of_the_correction")
def rank_is_the_width(d_out, d_in, r):
    """Believes that the rank of BA is always r."""
    return d_out * d_in, r * (d_out + d_in), r, (d_out * d_in - 1) // (d_out + d_in)


@mutant("lora_budget", caught_by="test_highest_rank_of_the_correction")
def rank_is_that_of_the_layer(d_out, d_in, r):
    """Believes that BA can be any matrix of the size of W."""
    return d_out * d_in, r * (d_out + d_in), min(d_out, d_in), (d_out * d_in - 1) // (d_out + d_in)


@mutant("lora_budget", caught_by="test_break_even")
def allows_equality(d_out, d_in, r):
    """Believes that as many numbers are fewer numbers."""
    return d_out * d_in, r * (d_out + d_in), min(r, d_out, d_in), d_out * d_in // (d_out + d_in)


@mutant("lora_budget", caught_by="test_break_even")
def assumes_a_square_layer(d_out, d_in, r):
    """Believes that the break-even is half the width, as it is for a square W."""
    return d_out * d_in, r * (d_out + d_in), min(r, d_out, d_in), max((d_in - 1) // 2, 0)


@mutant("lora_budget", caught_by="test_break_even")
def always_one_less(d_out, d_in, r):
    """Believes that "strictly" means one less than the quotient, also where the division leaves a remainder."""
    return d_out * d_in, r * (d_out + d_in), min(r, d_out, d_in), max(d_out * d_in // (d_out + d_in) - 1, 0)


# --- project


@mutant("project", caught_by="test_dependent_columns")
def inverts_the_gram_matrix(A, b):
    """Believes that A^T A always has an inverse."""
    P = A @ torch.linalg.inv(A.T @ A) @ A.T
    return P @ b, P


@mutant("project", caught_by="test_dependent_columns")
def trusts_plain_qr(A, b):
    """Believes that the Q of a QR decomposition spans the column space of dependent columns as well."""
    Q = torch.linalg.qr(A).Q
    return Q @ (Q.T @ b), Q @ Q.T


@mutant("project", caught_by="test_finds_the_closest_point")
def returns_the_weights(A, b):
    """Believes that the solution x of the normal equations is the closest point."""
    P = A @ torch.linalg.pinv(A)
    return torch.linalg.pinv(A) @ b, P


@mutant("project", caught_by="test_finds_the_closest_point")
def returns_the_residual(A, b):
    """Believes that what is at right angles is the projection."""
    P = torch.eye(len(A), dtype=A.dtype) - A @ torch.linalg.pinv(A)
    return P @ b, P


@mutant("project", caught_by="test_projector_has_its_properties")
def puts_the_matrix_on_the_wrong_side(A, b):
    """Believes that A^+ A is the projection; it projects onto the row space."""
    P = torch.linalg.pinv(A) @ A
    return A @ torch.linalg.pinv(A) @ b, P


@mutant("project", caught_by="test_projector_has_its_properties")
def forgets_the_inverse(A, b):
    """Believes that A A^T projects, as it does for orthonormal columns only."""
    P = A @ A.T
    return P @ b, P


@mutant("project", caught_by="test_projector_has_its_properties")
def adds_a_ridge(A, b):
    """Believes that a small ridge, which makes A^T A invertible, changes nothing."""
    P = A @ torch.linalg.solve(A.T @ A + 1e-3 * torch.eye(A.shape[1], dtype=A.dtype), A.T)
    return P @ b, P


@mutant("project", caught_by="test_finds_the_closest_point")
def projects_onto_the_answer(A, b):
    """Believes that P may depend on b: the projection onto the line through p."""
    p = A @ torch.linalg.pinv(A) @ b
    return p, torch.outer(p, p) / (p @ p).clamp_min(1e-30)


@mutant("project", caught_by="test_dependent_columns")
def calls_small_what_is_below_a_number(A, b):
    """Believes that a rounding error is whatever is below 1e-10, in any units."""
    U, sigma, _ = torch.linalg.svd(A, full_matrices=False)
    U = U[:, sigma > 1e-10]
    return U @ (U.T @ b), U @ U.T


@mutant("project", caught_by="test_dependent_columns")
def drops_columns_of_plain_qr(A, b):
    """Believes that QR without pivoting, like Gram-Schmidt, has nothing of later columns where a column was dependent."""
    Q, R = torch.linalg.qr(A)
    size = R.diagonal().abs()
    U = Q[:, size > 1e-10 * size.max()]
    return U @ (U.T @ b), U @ U.T


@mutant("project", caught_by="test_what_counts_as_dependent")
def squares_the_singular_values(A, b):
    """Believes that eigenvectors of A A^T are as good, and puts the limit above *their* rounding errors."""
    values, vectors = torch.linalg.eigh(A @ A.T)
    U = vectors[:, values > 1e-12 * values.abs().max()]
    return U @ (U.T @ b), U @ U.T


@mutant("project", caught_by="test_what_counts_as_dependent")
def trusts_the_default_rank(A, b):
    """Believes that the limit of `matrix_rank` is that of the docstring; it is about 1e-15."""
    U = torch.linalg.svd(A, full_matrices=False).U[:, : int(torch.linalg.matrix_rank(A))]
    return U @ (U.T @ b), U @ U.T


# --- is_projection


@mutant("is_projection", caught_by="test_rounding_and_odd_matrices")
def forgives_less_than_the_tolerance(P, tol=1e-8):
    """Believes that a difference has to be smaller than the tolerance, so that nothing is a projection where it is 0."""
    return P.shape[0] == P.shape[1] and bool(((P @ P - P).abs() < tol).all() and ((P - P.T).abs() < tol).all())


@mutant("is_projection", caught_by="test_slanted_projections_are_rejected")
def only_idempotent(P, tol=1e-8):
    """Believes that P P = P makes an orthogonal projection."""
    return P.shape[0] == P.shape[1] and bool(((P @ P - P).abs() <= tol).all())


@mutant("is_projection", caught_by="test_twice_has_to_be_once")
def only_symmetric(P, tol=1e-8):
    """Believes that symmetry makes an orthogonal projection."""
    return P.shape[0] == P.shape[1] and bool(((P - P.T).abs() <= tol).all())


@mutant("is_projection", caught_by="test_twice_has_to_be_once")
def squares_each_entry(P, tol=1e-8):
    """Believes that `P * P` is the matrix product."""
    return P.shape[0] == P.shape[1] and bool(((P * P - P).abs() <= tol).all() and ((P - P.T).abs() <= tol).all())


@mutant("is_projection", caught_by="test_rounding_and_odd_matrices")
def asks_for_exact_equality(P, tol=1e-8):
    """Believes that a computer's P P equals P to the last bit."""
    return P.shape[0] == P.shape[1] and torch.equal(P @ P, P) and torch.equal(P, P.T)


@mutant("is_projection", caught_by="test_twice_has_to_be_once")
def forgets_the_absolute_value(P, tol=1e-8):
    """Believes that a difference is small when it is not large, however negative it is."""
    return P.shape[0] == P.shape[1] and bool((P @ P - P).max() <= tol and (P - P.T).max() <= tol)


@mutant("is_projection", caught_by="test_slanted_projections_are_rejected")
def looks_at_eigenvalues(P, tol=1e-8):
    """Believes that eigenvalues 0 and 1 are enough."""
    if P.shape[0] != P.shape[1] or not torch.isfinite(P).all():
        return False
    values = torch.linalg.eigvals(P)
    return bool(((values * (values - 1)).abs() <= max(tol, 1e-6)).all())


@mutant("is_projection", caught_by="test_rounding_and_odd_matrices")
def lets_nan_through(P, tol=1e-8):
    """Believes that what is not larger than the tolerance is smaller; comparisons with NaN are always false."""
    if P.shape[0] != P.shape[1]:
        return False
    return not (bool((P @ P - P).abs().max() > tol) or bool((P - P.T).abs().max() > tol))


@mutant("is_projection", caught_by="test_rounding_and_odd_matrices")
def crashes_on_other_shapes(P, tol=1e-8):
    """Believes that every matrix is square."""
    return bool(((P @ P - P).abs() <= tol).all() and ((P - P.T).abs() <= tol).all())


@mutant("is_projection", caught_by="test_rounding_and_odd_matrices")
def is_generous(P, tol=1e-8):
    """Believes that two decimals are enough for anybody."""
    return P.shape[0] == P.shape[1] and bool(((P @ P - P).abs() <= 1e-2).all() and ((P - P.T).abs() <= 1e-2).all())


@mutant("is_projection", caught_by="test_rounding_and_odd_matrices")
def wants_a_real_subspace(P, tol=1e-8):
    """Believes that neither the zero matrix nor the identity projects."""
    if P.shape[0] != P.shape[1]:
        return False
    inside = 0.5 < float(P.trace()) < len(P) - 0.5
    return inside and bool(((P @ P - P).abs() <= tol).all() and ((P - P.T).abs() <= tol).all())


# --- least_squares_grad


@mutant("least_squares_grad", caught_by="test_gradient_of_one_example")
def forgets_the_two(W, X, Y):
    """Believes that the derivative of a square is what is squared, without the 2."""
    return (X @ W.T - Y).T @ X / len(X)


@mutant("least_squares_grad", caught_by="test_gradient_of_one_example")
def transposes_the_gradient(W, X, Y):
    """Believes that the inputs come first: x r^T."""
    return 2 / len(X) * X.T @ (X @ W.T - Y)


@mutant("least_squares_grad", caught_by="test_gradient_predicts_how_the_loss_changes")
def transposes_where_it_fits(W, X, Y):
    """Believes that a result of the right shape is right: transposed wherever W is square."""
    gradient = 2 / len(X) * (X @ W.T - Y).T @ X
    return gradient.T if W.shape[0] == W.shape[1] else gradient


@mutant("least_squares_grad", caught_by="test_gradient_of_a_batch")
def sums_over_the_batch(W, X, Y):
    """Believes that the loss of a batch is the sum of its losses."""
    return 2 * (X @ W.T - Y).T @ X


@mutant("least_squares_grad", caught_by="test_gradient_of_a_batch")
def averages_over_outputs_too(W, X, Y):
    """Believes that `mse_loss`, which averages over all entries, is equation (7)."""
    return 2 / Y.numel() * (X @ W.T - Y).T @ X


@mutant("least_squares_grad", caught_by="test_gradient_of_one_example")
def goes_uphill(W, X, Y):
    """Believes that the residual is the target minus the prediction: the sign is the opposite."""
    return 2 / len(X) * (Y - X @ W.T).T @ X


@mutant("least_squares_grad", caught_by="test_gradient_of_one_example")
def forgets_the_targets(W, X, Y):
    """Believes that the gradient is that of the squared prediction."""
    return 2 / len(X) * (X @ W.T).T @ X + 0 * Y.sum()


@mutant("least_squares_grad", caught_by="test_gradient_of_a_batch")
def uses_the_last_example(W, X, Y):
    """Believes that assigning in a loop adds up."""
    gradient = torch.zeros_like(W)
    for x, y in zip(X, Y, strict=True):
        gradient = 2 * torch.outer(W @ x - y, x) / len(X)
    return gradient


# --- top_eig


@mutant("top_eig", caught_by="test_negative_dominant_eigenvalue")
def returns_the_stretch(S, v0, n_iter):
    """Believes that the length of S v is the eigenvalue, also where that is negative."""
    v = v0 / v0.norm()
    for _ in range(n_iter):
        w = S @ v
        if w.norm() == 0:
            break
        v = w / w.norm()
    return (S @ v).norm(), v


@mutant("top_eig", caught_by="test_long_runs_neither_overflow_nor_vanish")
def normalises_at_the_end(S, v0, n_iter):
    """Believes that scaling once, after the loop, is the same."""
    v = v0 / v0.norm()
    for _ in range(n_iter):
        w = S @ v
        if w.norm() == 0:
            break
        v = w
    v = v / v.norm()
    return v @ S @ v, v


@mutant("top_eig", caught_by="test_zeros_are_no_trouble")
def divides_by_a_zero_length(S, v0, n_iter):
    """Believes that S v is never zero."""
    v = v0 / v0.norm()
    for _ in range(n_iter):
        v = S @ v
        v = v / v.norm()
    return v @ S @ v, v


@mutant("top_eig", caught_by="test_exactly_as_many_steps_as_asked_for")
def writes_into_the_start(S, v0, n_iter):
    """Believes that `v = v0` copies, and that `/=` is the same as `= … /`."""
    v = v0
    v /= v.norm()
    for _ in range(n_iter):
        w = S @ v
        if w.norm() == 0:
            break
        v = w / w.norm()
    return v @ S @ v, v


@mutant("top_eig", caught_by="test_dominant_pair")
def scales_by_the_largest_entry(S, v0, n_iter):
    """Believes that dividing by the largest entry normalises a vector."""
    v = v0 / v0.abs().max()
    for _ in range(n_iter):
        w = S @ v
        if w.abs().max() == 0:
            break
        v = w / w.abs().max()
    return v @ S @ v / (v @ v), v


@mutant("top_eig", caught_by="test_negative_dominant_eigenvalue")
def takes_the_largest_of_eigh(S, v0, n_iter):
    """Believes that the last eigenvalue of `eigh` is the one of largest absolute value."""
    values, vectors = torch.linalg.eigh(S)
    return values[-1], vectors[:, -1]


@mutant("top_eig", caught_by="test_exactly_as_many_steps_as_asked_for")
def takes_the_exact_answer(S, v0, n_iter):
    """Believes that the number of steps does not matter, for the exact answer is better."""
    values, vectors = torch.linalg.eigh(S)
    best = values.abs().argmax()
    return values[best], vectors[:, best]


@mutant("top_eig", caught_by="test_exactly_as_many_steps_as_asked_for")
def divides_entries(S, v0, n_iter):
    """Believes that the ratio of first entries, before and after S, is the eigenvalue from the first step on."""
    v = v0 / v0.norm()
    for _ in range(n_iter):
        w = S @ v
        if w.norm() == 0:
            return 0.0, v
        v = w / w.norm()
    return (S @ v)[0] / v[0], v


@mutant("top_eig", caught_by="test_exactly_as_many_steps_as_asked_for")
def one_step_too_few(S, v0, n_iter):
    """Believes that the start counts as the first step."""
    v = v0 / v0.norm()
    for _ in range(n_iter - 1):
        w = S @ v
        if w.norm() == 0:
            break
        v = w / w.norm()
    return v @ S @ v, v


# --- low_rank


@mutant("low_rank", caught_by="test_nothing_of_that_rank_is_closer")
def keeps_the_smallest(A, k):
    """Believes that singular values come in ascending order, as eigenvalues of `eigh` do."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    first = max(sigma.shape[-1] - k, 0)
    return (U[..., first:] * sigma[..., None, first:]) @ Vh[..., first:, :]


@mutant("low_rank", caught_by="test_nothing_of_that_rank_is_closer")
def transposes_v_again(A, k):
    """Believes that `svd` returns V, which has to be transposed."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, V = torch.linalg.svd(A, full_matrices=False)
    return (U[..., :k] * sigma[..., None, :k]) @ V.mT[..., :k, :]


@mutant("low_rank", caught_by="test_nothing_of_that_rank_is_closer")
def forgets_the_stretch(A, k):
    """Believes that the directions alone make the approximation."""
    if k < 0:
        raise ValueError("negative rank")
    U, _, Vh = torch.linalg.svd(A, full_matrices=False)
    return U[..., :k] @ Vh[..., :k, :]


@mutant("low_rank", caught_by="test_nothing_of_that_rank_is_closer")
def keeps_the_first_columns(A, k):
    """Believes that the first k columns of A are its best approximation of rank k."""
    if k < 0:
        raise ValueError("negative rank")
    B = torch.zeros_like(A)
    B[..., :k] = A[..., :k]
    return B


@mutant("low_rank", caught_by="test_ends_of_the_range")
def keeps_all_for_zero(A, k):
    """Believes that k = 0 means "no limit"."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    k = k or sigma.shape[-1]
    return (U[..., :k] * sigma[..., None, :k]) @ Vh[..., :k, :]


@mutant("low_rank", caught_by="test_ends_of_the_range")
def fails_beyond_the_size(A, k):
    """Believes that k never exceeds the number of singular values."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    B = torch.zeros_like(A)
    for i in range(k):
        B = B + sigma[..., i, None, None] * U[..., :, i, None] * Vh[..., i, None, :]
    return B


@mutant("low_rank", caught_by="test_each_matrix_of_a_batch_by_itself")
def slices_the_batch(A, k):
    """Believes that there is never a batch, and slices the first axes."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ torch.diag(sigma[:k]) @ Vh[:k]


@mutant("low_rank", caught_by="test_negative_rank_is_refused")
def counts_from_the_end(A, k):
    """Believes that a negative k needs no thought."""
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    return (U[..., :k] * sigma[..., None, :k]) @ Vh[..., :k, :]


@mutant("low_rank", caught_by="test_nothing_of_that_rank_is_closer")
def one_term_too_many(A, k):
    """Believes that k counts from 0: terms 0 to k are kept."""
    if k < 0:
        raise ValueError("negative rank")
    U, sigma, Vh = torch.linalg.svd(A, full_matrices=False)
    return (U[..., : k + 1] * sigma[..., None, : k + 1]) @ Vh[..., : k + 1, :]


# --- rank_for


@mutant("rank_for", caught_by="test_smallest_rank_within_the_tolerance")
def sums_without_squares(sigma, tolerance):
    """Believes that singular values add up like lengths along a line."""
    for k in range(len(sigma) + 1):
        if sigma[k:].sum() <= tolerance * sigma.sum():
            return k
    return len(sigma)


@mutant("rank_for", caught_by="test_smallest_rank_within_the_tolerance")
def forgets_the_root(sigma, tolerance):
    """Believes that the share of the squares that is left out is the relative error."""
    for k in range(len(sigma) + 1):
        if sigma[k:].square().sum() <= tolerance * sigma.square().sum():
            return k
    return len(sigma)


@mutant("rank_for", caught_by="test_smallest_rank_within_the_tolerance")
def looks_at_the_next_value_only(sigma, tolerance):
    """Believes that the error is the first singular value that is left out, relative to the largest."""
    return int((sigma > tolerance * sigma[0]).sum())


@mutant("rank_for", caught_by="test_prediction_comes_true")
def takes_the_error_as_absolute(sigma, tolerance):
    """Believes that the tolerance is in the units of the matrix."""
    for k in range(len(sigma) + 1):
        if sigma[k:].norm() <= tolerance:
            return k
    return len(sigma)


@mutant("rank_for", caught_by="test_smallest_rank_within_the_tolerance")
def asks_for_that_much_energy(sigma, tolerance):
    """Believes that the tolerance is the share of the matrix that is to be kept."""
    for k in range(len(sigma) + 1):
        if sigma[:k].norm() >= tolerance * sigma.norm():
            return k
    return len(sigma)


@mutant("rank_for", caught_by="test_ends_of_the_tolerance")
def keeps_at_least_one(sigma, tolerance):
    """Believes that a rank of 0 does not exist."""
    for k in range(1, len(sigma) + 1):
        if sigma[k:].norm() <= tolerance * sigma.norm():
            return k
    return len(sigma)


@mutant("rank_for", caught_by="test_ends_of_the_tolerance")
def divides_by_a_norm_of_zero(sigma, tolerance):
    """Believes that no matrix is zero: 0 / 0 is NaN, and no comparison with NaN holds."""
    for k in range(len(sigma) + 1):
        if sigma[k:].norm() / sigma.norm() <= tolerance:
            return k
    return len(sigma)


@mutant("rank_for", caught_by="test_smallest_rank_within_the_tolerance")
def one_to_be_safe(sigma, tolerance):
    """Believes that one more term does no harm."""
    for k in range(len(sigma) + 1):
        if sigma[k:].norm() <= tolerance * sigma.norm():
            return min(k + 1, len(sigma)) if 0 < tolerance < 1 else k
    return len(sigma)


@mutant("rank_for", caught_by="test_ends_of_the_tolerance")
def subtracts_what_is_kept(sigma, tolerance):
    """Believes that one minus the share that is kept says what is left out, however little that is."""
    if not sigma.any():
        return 0
    kept = torch.cat([torch.zeros(1, dtype=sigma.dtype), sigma.square().cumsum(0)]) / sigma.square().sum()
    return int(((1 - kept).clamp(min=0).sqrt() > tolerance).sum())


@mutant("rank_for", caught_by="test_ends_of_the_tolerance")
def keeps_all_for_no_error(sigma, tolerance):
    """Believes that with a tolerance of 0 nothing may be left out, not even zeros."""
    for k in range(len(sigma)):
        if sigma[k:].norm() < tolerance * sigma.norm() or not sigma.any():
            return k
    return len(sigma)


# --- pca_fit


@mutant("pca_fit", caught_by="test_does_not_care_where_the_data_stands")
def forgets_to_centre(X, k):
    """Believes that the SVD finds the directions of most variance by itself."""
    return X.mean(dim=0), torch.linalg.svd(X, full_matrices=False).Vh[:k]


@mutant("pca_fit", caught_by="test_finds_the_directions_of_most_variance")
def centres_each_example(X, k):
    """Believes that each example's own mean is to be subtracted."""
    centred = X - X.mean(dim=1, keepdim=True)
    return X.mean(dim=0), torch.linalg.svd(centred, full_matrices=False).Vh[:k]


@mutant("pca_fit", caught_by="test_finds_the_directions_of_most_variance")
def returns_columns(X, k):
    """Believes that components stand in columns."""
    mean = X.mean(dim=0)
    return mean, torch.linalg.svd(X - mean, full_matrices=False).Vh[:k].T


@mutant("pca_fit", caught_by="test_finds_the_directions_of_most_variance")
def takes_the_ascending_order(X, k):
    """Believes that `eigh` puts the largest eigenvalue first."""
    mean = X.mean(dim=0)
    return mean, torch.linalg.eigh((X - mean).T @ (X - mean)).eigenvectors.T[:k]


@mutant("pca_fit", caught_by="test_finds_the_directions_of_most_variance")
def sorts_the_chosen_ones_backwards(X, k):
    """Believes that the order among the chosen components does not matter."""
    mean = X.mean(dim=0)
    return mean, torch.linalg.svd(X - mean, full_matrices=False).Vh[:k].flip(0)


@mutant("pca_fit", caught_by="test_does_not_care_where_the_data_stands")
def standardises(X, k):
    """Believes that every pixel has to be divided by its standard deviation first."""
    mean = X.mean(dim=0)
    scaled = (X - mean) / X.std(dim=0).clamp_min(1e-12)
    return mean, torch.linalg.svd(scaled, full_matrices=False).Vh[:k]


@mutant("pca_fit", caught_by="test_wide_data_and_the_callers_data")
def changes_the_callers_data(X, k):
    """Believes that `X -= mean` makes a new X."""
    mean = X.mean(dim=0)
    X -= mean
    return mean, torch.linalg.svd(X, full_matrices=False).Vh[:k]


@mutant("pca_fit", caught_by="test_finds_the_directions_of_most_variance")
def scales_by_singular_values(X, k):
    """Believes that a component carries its singular value with it."""
    mean = X.mean(dim=0)
    _, sigma, Vh = torch.linalg.svd(X - mean, full_matrices=False)
    return mean, sigma[:k, None] * Vh[:k]


@mutant("pca_fit", caught_by="test_finds_the_directions_of_most_variance")
def takes_v_for_its_transpose(X, k):
    """Believes that `svd` returns V, and takes columns of what is V^T."""
    mean = X.mean(dim=0)
    return mean, torch.linalg.svd(X - mean, full_matrices=False).Vh[:, :k].T


# --- whiten


@mutant("whiten", caught_by="test_round_cloud")
def divides_by_n(X):
    """Believes that the covariance divides by n."""
    U, sigma, _ = torch.linalg.svd(X - X.mean(dim=0), full_matrices=False)
    return math.sqrt(len(X)) * U[:, sigma**2 > 1e-10 * sigma.max() ** 2]


@mutant("whiten", caught_by="test_round_cloud")
def divides_by_the_variance(X):
    """Believes that each code is divided by its variance."""
    centred = X - X.mean(dim=0)
    _, sigma, Vh = torch.linalg.svd(centred, full_matrices=False)
    varies = sigma**2 > 1e-10 * sigma.max() ** 2
    return centred @ Vh[varies].T / (sigma[varies] ** 2 / (len(X) - 1))


@mutant("whiten", caught_by="test_round_cloud")
def only_standardises(X):
    """Believes that variance 1 in each pixel is a round cloud; the correlations stay."""
    varies = X.std(dim=0) > 1e-5 * X.std(dim=0).max()
    return ((X - X.mean(dim=0)) / X.std(dim=0))[:, varies]


@mutant("whiten", caught_by="test_round_cloud")
def only_turns(X):
    """Believes that uncorrelated codes are whitened codes."""
    centred = X - X.mean(dim=0)
    _, sigma, Vh = torch.linalg.svd(centred, full_matrices=False)
    return centred @ Vh[sigma**2 > 1e-10 * sigma.max() ** 2].T


@mutant("whiten", caught_by="test_round_cloud")
def whitens_without_centring(X):
    """Believes that the singular vectors of the raw data have mean zero."""
    U, sigma, _ = torch.linalg.svd(X, full_matrices=False)
    return math.sqrt(len(X) - 1) * U[:, sigma**2 > 1e-10 * sigma.max() ** 2]


@mutant("whiten", caught_by="test_directions_without_variance_are_dropped")
def keeps_directions_without_variance(X):
    """Believes that every direction varies: the dropped ones come back as rounding errors, blown up."""
    return math.sqrt(len(X) - 1) * torch.linalg.svd(X - X.mean(dim=0), full_matrices=False).U


@mutant("whiten", caught_by="test_directions_without_variance_are_dropped")
def adds_a_constant_to_variances(X):
    """Believes that adding a little to each variance replaces dropping directions."""
    centred = X - X.mean(dim=0)
    values, V = torch.linalg.eigh(centred.T @ centred / (len(X) - 1))
    return centred @ V / (values.clamp_min(0) + 1e-9).sqrt()


@mutant("whiten", caught_by="test_round_cloud")
def invents_a_round_cloud(X):
    """Believes that any round cloud will do, whether it comes from the data or not."""
    centred = X - X.mean(dim=0)
    r = int(torch.linalg.matrix_rank(centred))
    noise = torch.randn(len(X), r, dtype=X.dtype)
    return math.sqrt(len(X) - 1) * torch.linalg.qr(noise - noise.mean(dim=0)).Q


@mutant("whiten", caught_by="test_directions_without_variance_are_dropped")
def calls_constant_what_varies_little(X):
    """Believes that a direction does not vary if its variance is below 1e-10, in any units."""
    U, sigma, _ = torch.linalg.svd(X - X.mean(dim=0), full_matrices=False)
    return math.sqrt(len(X) - 1) * U[:, sigma**2 / (len(X) - 1) > 1e-10]


@mutant("whiten", caught_by="test_units_do_not_matter")
def drops_small_pixels(X):
    """Believes that a direction with a hundredth of the largest spread is a rounding error."""
    U, sigma, _ = torch.linalg.svd(X - X.mean(dim=0), full_matrices=False)
    return math.sqrt(len(X) - 1) * U[:, sigma > 0.05 * sigma.max()]


# --- PCACodec


@mutant("PCACodec", caught_by="test_error_on_unseen_digits")
class CodecWithoutMean:
    """Believes that centring is cosmetic."""

    def __init__(self, train, k):
        """Keep the first right singular vectors of the raw data."""
        self.components = torch.linalg.svd(train, full_matrices=False).Vh[:k]

    def encode(self, X):
        """Project."""
        return X @ self.components.T

    def decode(self, Z):
        """Add up."""
        return Z @ self.components


@mutant("PCACodec", caught_by="test_code_is_all_that_counts")
class CodecThatCentresWhatItEncodes:
    """Believes that each batch is centred with its own mean."""

    def __init__(self, train, k):
        """Keep the mean and the components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]

    def encode(self, X):
        """Subtract the mean of what is encoded."""
        return (X - X.mean(dim=0)) @ self.components.T

    def decode(self, Z):
        """Add the training mean."""
        return self.mean + Z @ self.components


@mutant("PCACodec", caught_by="test_error_on_unseen_digits")
class CodecThatForgetsToCentreTheInput:
    """Believes that the mean matters in decoding only."""

    def __init__(self, train, k):
        """Keep the mean and the components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]

    def encode(self, X):
        """Project without centring."""
        return X @ self.components.T

    def decode(self, Z):
        """Add the training mean."""
        return self.mean + Z @ self.components


@mutant("PCACodec", caught_by="test_error_on_unseen_digits")
class CodecThatForgetsTheMeanAtTheEnd:
    """Believes that decoding needs no mean."""

    def __init__(self, train, k):
        """Keep the mean and the components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]

    def encode(self, X):
        """Centre and project."""
        return (X - self.mean) @ self.components.T

    def decode(self, Z):
        """Add up the directions only."""
        return Z @ self.components


@mutant("PCACodec", caught_by="test_error_on_unseen_digits")
class CodecThatRemembers:
    """Believes that the receiver may keep what was sent: decoding returns what was encoded last."""

    def __init__(self, train, k):
        """Keep the mean and the components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]
        self.seen = None

    def encode(self, X):
        """Keep what is encoded."""
        self.seen = X
        return (X - self.mean) @ self.components.T

    def decode(self, Z):
        """Return what was kept."""
        return self.mean + Z @ self.components if self.seen is None else self.seen


@mutant("PCACodec", caught_by="test_error_on_unseen_digits")
class CodecOfTheLeastComponents:
    """Believes that the last components carry the most."""

    def __init__(self, train, k):
        """Keep the mean and the last components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[-k:]

    def encode(self, X):
        """Centre and project."""
        return (X - self.mean) @ self.components.T

    def decode(self, Z):
        """Add up."""
        return self.mean + Z @ self.components


@mutant("PCACodec", caught_by="test_code_is_all_that_counts")
class CodecThatClipsPixels:
    """Believes that all data are pictures: what is decoded is clipped to the range from 0 to 1."""

    def __init__(self, train, k):
        """Keep the mean and the components."""
        self.mean = train.mean(dim=0)
        self.components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]

    def encode(self, X):
        """Centre and project."""
        return (X - self.mean) @ self.components.T

    def decode(self, Z):
        """Add up and clip."""
        return (self.mean + Z @ self.components).clamp(0, 1)


@mutant("PCACodec", caught_by="test_error_on_unseen_digits")
class CodecOfTooManyNumbers:
    """Believes that the code may be longer than k: the whole example is sent."""

    def __init__(self, train, k):
        """Keep the mean."""
        self.mean = train.mean(dim=0)

    def encode(self, X):
        """Send it all."""
        return X - self.mean

    def decode(self, Z):
        """Undo the centring."""
        return self.mean + Z


# --- ablate


@mutant("ablate", caught_by="test_whole_codec")
def measures_on_training_data(train, test, ks, R):
    """Believes that the error on the data that was fitted is what counts."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, spanned)]):
            errors[i, j] = (m + (train - m) @ D.T @ D - train).square().mean()
    return errors


@mutant("ablate", caught_by="test_whole_codec")
def fits_on_test_data(train, test, ks, R):
    """Believes that the mean and the directions may be taken from the data on which the error is measured."""
    mean, zero = test.mean(dim=0), torch.zeros_like(test[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(test - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(test, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, spanned)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors


@mutant("ablate", caught_by="test_without_centring")
def centres_the_uncentred(train, test, ks, R):
    """Believes that "without centring" is about the directions only, and keeps the mean."""
    mean = train.mean(dim=0)
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, D in enumerate([C, raw, spanned]):
            errors[i, j] = (mean + (test - mean) @ D.T @ D - test).square().mean()
    return errors


@mutant("ablate", caught_by="test_without_centring")
def keeps_the_centred_directions(train, test, ks, R):
    """Believes that "without centring" is about the mean only, and keeps the centred directions."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, C), (mean, spanned)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors


@mutant("ablate", caught_by="test_given_directions")
def takes_the_columns_as_they_are(train, test, ks, R):
    """Believes that the columns of R are orthonormal."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, R[:, :k].T)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors


@mutant("ablate", caught_by="test_given_directions")
def only_normalises_the_columns(train, test, ks, R):
    """Believes that columns of length 1 are orthonormal columns."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        D3 = (R / R.norm(dim=0))[:, :k].T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, D3)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors


@mutant("ablate", caught_by="test_given_directions")
def forgets_the_mean_of_the_given_directions(train, test, ks, R):
    """Believes that arbitrary directions go with no mean."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (zero, spanned)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors


@mutant("ablate", caught_by="test_whole_codec")
def sums_over_pixels(train, test, ks, R):
    """Believes that the error of an image is the sum over its pixels."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(ks):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, spanned)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().sum(dim=1).mean()
    return errors


@mutant("ablate", caught_by="test_ablation_of_digits")
def sorts_the_code_lengths(train, test, ks, R):
    """Believes that code lengths always come in rising order."""
    mean, zero = train.mean(dim=0), torch.zeros_like(train[0])
    errors = torch.empty(3, len(ks), dtype=train.dtype)
    for j, k in enumerate(np.sort(ks)):
        C = torch.linalg.svd(train - mean, full_matrices=False).Vh[:k]
        raw = torch.linalg.svd(train, full_matrices=False).Vh[:k]
        spanned = torch.linalg.qr(R[:, :k]).Q.T
        for i, (m, D) in enumerate([(mean, C), (zero, raw), (mean, spanned)]):
            errors[i, j] = (m + (test - m) @ D.T @ D - test).square().mean()
    return errors
