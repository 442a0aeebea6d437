"""Wrong answers to `spectral_normalise`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_stretches_by_one_in_the_end")
def divides_by_the_frobenius_norm(W, u, n_iter=1):
    """Believes that the norm of all entries is the largest stretch."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = M.norm()
    return W / sigma, sigma, u


@mutant(caught_by="test_exactly_as_many_repetitions")
def returns_the_square(W, u, n_iter=1):
    """Believes that the length of W^T W v is the singular value: it is its square."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = (M.T @ (M @ v)).norm()
    return W / sigma, sigma, u


@mutant(caught_by="test_exactly_as_many_repetitions")
def always_repeats_once(W, u, n_iter=1):
    """Believes that one repetition is always enough, whatever is asked for."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    v = M.T @ u
    v = v / v.norm()
    u = M @ v
    u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, u


@mutant(caught_by="test_exactly_as_many_repetitions")
def updates_u_with_the_old_v(W, u, n_iter=1):
    """Believes that one repetition more for v does no harm: the estimate is that of half a repetition later."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = (M.T @ u).norm()
    return W / sigma, sigma, u


@mutant(caught_by="test_exactly_as_many_repetitions")
def takes_the_last_axes(W, u, n_iter=1):
    """Believes that a convolution is a batch of matrices, and takes the first of them."""
    M = W.reshape(len(W), W.shape[1], -1)[:, :, 0]
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, u


@mutant(caught_by="test_goes_on_from_its_u")
def returns_the_old_u(W, u, n_iter=1):
    """Believes that u is a constant, and hands back what came in."""
    M, start = W.reshape(len(W), -1), u / u.norm()
    if not M.any():
        return torch.zeros_like(W), 0.0, start
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, start


@mutant(caught_by="test_goes_on_from_its_u")
def starts_anew(W, u, n_iter=1):
    """Believes that every call should start from the same vector of ones."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    u = torch.ones_like(u)
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, u


@mutant(caught_by="test_zeros_and_dtypes")
def divides_zeros_by_zero(W, u, n_iter=1):
    """Believes that no weight is ever zero."""
    M = W.reshape(len(W), -1)
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, u


@mutant(caught_by="test_stretches_by_one_in_the_end")
def only_shrinks(W, u, n_iter=1):
    """Believes that weights with a small norm are left as they are."""
    M = W.reshape(len(W), -1)
    if not M.any():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma.clamp(min=1), sigma, u


@mutant(caught_by="test_stretches_by_one_in_the_end")
def takes_sparse_for_zero(W, u, n_iter=1):
    """Believes that `all` asks whether all entries are zero: a single zero makes it give up."""
    M = W.reshape(len(W), -1)
    if not M.all():
        return torch.zeros_like(W), 0.0, u / u.norm()
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    sigma = u @ M @ v
    return W / sigma, sigma, u
