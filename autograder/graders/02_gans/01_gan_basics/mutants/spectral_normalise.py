"""Wrong answers to `spectral_normalise`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_stretches_by_one_in_the_end")
def divides_by_the_frobenius_norm(W, u, n_iter=1):
    """Takes the norm of all entries for the largest stretch."""
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    return W / M.norm().clamp(min=1e-12), u


@mutant(caught_by="test_what_gradients_flow_through")
def takes_sigma_for_a_constant(W, u, n_iter=1):
    """Computes sigma under no_grad as well."""
    with torch.no_grad():
        M = W.reshape(len(W), -1)
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
        sigma = (u @ M @ v).clamp(min=1e-12)
    return W / sigma, u


@mutant(caught_by="test_what_gradients_flow_through")
def differentiates_the_iteration(W, u, n_iter=1):
    """Lets gradients run through the iteration, and cuts only what it returns."""
    M = W.reshape(len(W), -1)
    for _ in range(n_iter):
        v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
        u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    sigma = (u @ M @ v).clamp(min=1e-12)
    return W / sigma, u.detach()


@mutant(caught_by="test_exactly_as_many_repetitions")
def writes_into_u(W, u, n_iter=1):
    """Normalises in place, and changes the vector of the caller."""
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u.copy_(nn.functional.normalize(M @ v, dim=0, eps=1e-12))
    sigma = (u @ M @ v).clamp(min=1e-12)
    return W / sigma, u


@mutant(caught_by="test_exactly_as_many_repetitions")
def returns_the_old_u(W, u, n_iter=1):
    """Starts every training step from the same u, so that one repetition is never enough."""
    M, new = W.reshape(len(W), -1), u
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ new, dim=0, eps=1e-12)
            new = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    sigma = (new @ M @ v).clamp(min=1e-12)
    return W / sigma, u


@mutant(caught_by="test_stretches_by_one_in_the_end")
def takes_one_slice_of_a_kernel(W, u, n_iter=1):
    """Sums a convolution over its window and normalises that, where all inputs of the window belong to the matrix."""
    M = W.reshape(*W.shape[:2], -1).sum(-1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    return W / (u @ M @ v).clamp(min=1e-12), u


@mutant(caught_by="test_exactly_as_many_repetitions")
def multiplies_instead_of_dividing(W, u, n_iter=1):
    """Applies sigma the wrong way round."""
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = nn.functional.normalize(M.T @ u, dim=0, eps=1e-12)
            u = nn.functional.normalize(M @ v, dim=0, eps=1e-12)
    return W * (u @ M @ v).clamp(min=1e-12), u


@mutant(caught_by="test_stretches_by_one_in_the_end")
def adds_a_small_number(W, u, n_iter=1):
    """Adds 1e-12 to every length, where a length below 1e-12 shall count as 1e-12."""
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = M.T @ u
            v = v / (v.norm() + 1e-12)
            u = M @ v
            u = u / (u.norm() + 1e-12)
    return W / (u @ M @ v + 1e-12), u


@mutant(caught_by="test_stretches_by_one_in_the_end")
def divides_by_zero(W, u, n_iter=1):
    """Believes that no weight is zero."""
    M = W.reshape(len(W), -1)
    with torch.no_grad():
        for _ in range(n_iter):
            v = M.T @ u
            v = v / v.norm()
            u = M @ v
            u = u / u.norm()
    return W / (u @ M @ v), u
