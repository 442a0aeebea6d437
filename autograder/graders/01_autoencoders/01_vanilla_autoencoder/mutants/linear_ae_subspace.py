"""Wrong answers to `linear_ae_subspace`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_training_ends_at_the_subspace_of_pca")
def does_not_centre(X, W, lr, steps):
    """Believes that the mean does not matter for directions."""
    for _ in range(steps):
        W = W - lr * tied_linear_ae(W, X)[1]
    C = torch.linalg.svd(X, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C)


@mutant(caught_by="test_training_ends_at_the_subspace_of_pca")
def walks_uphill(X, W, lr, steps):
    """Believes that one adds the gradient."""
    centred = X - X.mean(dim=0)
    for _ in range(min(steps, 30)):
        W = W + lr * tied_linear_ae(W, centred)[1].clamp(-1, 1)
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C)


@mutant(caught_by="test_training_ends_at_the_subspace_of_pca")
def compares_the_matrices(X, W, lr, steps):
    """Believes that training finds the principal components themselves."""
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W = W - lr * tied_linear_ae(W, centred)[1]
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(W - C)


@mutant(caught_by="test_distance_of_weights_that_are_not_orthonormal")
def takes_the_product_for_a_projection(X, W, lr, steps):
    """Believes that W^T W is the projection onto the rows of any W."""
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W = W - lr * tied_linear_ae(W, centred)[1]
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(W.T @ W - C.T @ C)


@mutant(caught_by="test_distance_of_weights_that_are_not_orthonormal")
def makes_rows_unit_only(X, W, lr, steps):
    """Believes that rows of unit length are orthonormal."""
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W = W - lr * tied_linear_ae(W, centred)[1]
    U = W / W.norm(dim=1, keepdim=True)
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(U.T @ U - C.T @ C)


@mutant(caught_by="test_distance_of_weights_that_are_not_orthonormal")
def takes_the_spectral_norm(X, W, lr, steps):
    """Believes that the norm of a matrix is its largest singular value."""
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W = W - lr * tied_linear_ae(W, centred)[1]
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.matrix_norm(torch.linalg.pinv(W) @ W - C.T @ C, 2)


@mutant(caught_by="test_the_walk_is_gradient_descent")
def jumps_to_the_answer(X, W, lr, steps):
    """Believes that it is enough to return what training would find."""
    centred = X - X.mean(dim=0)
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return (C, torch.tensor(0.0)) if steps else (W, torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C))


@mutant(caught_by="test_the_walk_is_gradient_descent")
def takes_one_example_at_a_time(X, W, lr, steps):
    """Believes that a step on one example is a step on all."""
    centred = X - X.mean(dim=0)
    for step in range(steps):
        W = W - lr * tied_linear_ae(W, centred[step % len(X)][None])[1]
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C)


@mutant(caught_by="test_the_walk_is_gradient_descent")
def walks_on_the_callers_weights(X, W, lr, steps):
    """Believes that `W -= ...` makes a new tensor."""
    centred = X - X.mean(dim=0)
    for _ in range(steps):
        W -= lr * tied_linear_ae(W, centred)[1]
    C = torch.linalg.svd(centred, full_matrices=False).Vh[: len(W)]
    return W, torch.linalg.norm(torch.linalg.pinv(W) @ W - C.T @ C)
