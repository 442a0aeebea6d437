"""Hidden tests of `spectral_normalise`: exact repetitions, the limit, convolutions, what gradients flow through."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def normalise(ns, W, u, n_iter, c):
    """Both results, u after the call, the gradient of <c, W_bar> with respect to W, and whether u_new is in a graph."""
    W, u = W.clone().requires_grad_(), u.clone()
    W_bar, u_new = ns.spectral_normalise(W, u, n_iter)
    flows = W_bar.requires_grad
    gradient = torch.autograd.grad((W_bar * c).sum(), W)[0] if flows else torch.zeros_like(W)
    return [W_bar.detach(), torch.as_tensor(u_new).detach(), u, gradient, bool(torch.as_tensor(u_new).requires_grad)]


def iterate(W, u, n_iter):
    """u, v and sigma of equation (7)."""
    M = W.reshape(len(W), -1)
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    return u, v, u @ M @ v


@points("spectral_normalise", 2)
def test_exactly_as_many_repetitions(notebook, rng):
    """Each repetition makes v from u and then u from v; sigma and the u that is returned are those of the last one."""
    for n_iter in (1, 2, 5):
        W, u = rng.normal(4, 6), 3 * rng.normal(4)
        answer = notebook.run(normalise, W, u, n_iter, torch.zeros_like(W))
        new, _, sigma = iterate(W, u, n_iter)
        hint = "v = W^T u, normalised, then u = W v, normalised, with the new v; sigma = u^T W v at the end."
        assert_shape(answer[1], (4,), what="the new u", hint="One entry for each output.")
        assert_close(answer[1], new, what=f"u after {n_iter} repetitions", hint=hint)
        assert_close(answer[0], W / sigma, what=f"the weight after {n_iter} repetitions", hint=hint)
        assert_close(answer[2], u, what="the u that was passed in", hint="`u /= …` writes into the caller's vector.")
        require(answer[4] is False, "the u that is returned is part of a graph", hint="Iterate under torch.no_grad().")


@points("spectral_normalise", 1)
def test_stretches_by_one_in_the_end(notebook, rng):
    """After many repetitions the largest singular value is 1, for convolutions too; a weight of zeros stays zero."""
    for shape in ((5, 3), (4, 3, 2, 2)):
        base = rng.normal(*shape)
        U, S, Vh = torch.linalg.svd(base.reshape(shape[0], -1), full_matrices=False)
        S = 3 * 0.6 ** torch.arange(len(S), dtype=torch.float64)
        W = (U * S) @ Vh
        answer = notebook.run(normalise, W.reshape(shape), rng.normal(shape[0]), 80, torch.zeros(shape))
        assert_shape(answer[0], shape, what="the normalised weight", hint="The shape of the weight stays.")
        top = torch.linalg.matrix_norm(as_tensor(answer[0]).reshape(shape[0], -1), 2)
        hint = "sigma is the largest singular value of W as a matrix [out, all the rest]; it is not the Frobenius norm."
        assert_close(top, 1.0, what="the largest singular value afterwards", hint=hint)
    zeros = torch.zeros(3, 2, dtype=torch.float64)
    answer = notebook.run(normalise, zeros, rng.normal(3), 2, zeros)
    assert_close(answer[0], zeros, what="a weight of zeros", hint="Divide by at least 1e-12: 0 / 0 is NaN.")
    require(
        bool(as_tensor(answer[1]).isfinite().all()), "u is not finite for a weight of zeros", hint="max(|a|, 1e-12)"
    )
    examine_tiny(notebook, rng)


def examine_tiny(notebook, rng):
    """Lengths and sigma below 1e-12 count as 1e-12."""
    U, _, Vh = torch.linalg.svd(rng.normal(3, 3))
    for size in (7e-13, 2e-12):
        # orthogonal but for its size: all lengths on the way are known
        W = size * (U @ Vh)
        u = rng.normal(3)
        u = u / u.norm()
        v = W.T @ u / max(size, 1e-12)
        new = W @ v
        new = new / new.norm().clamp(min=1e-12)
        sigma = (new @ W @ v).clamp(min=1e-12)
        answer = notebook.run(normalise, W, u, 1, torch.zeros_like(W))
        hint = "A length or a sigma below 1e-12 counts as 1e-12; one above it counts as it is, and nothing is added."
        assert_close(answer[1], new, atol=0, what="u for a weight whose entries are tiny", hint=hint)
        assert_close(answer[0], W / sigma, atol=0, what="a weight whose entries are tiny", hint=hint)


@points("spectral_normalise", 2)
def test_what_gradients_flow_through(notebook, rng):
    """The gradient goes to W, also through sigma; u and v count as constants, however few repetitions there were."""
    for n_iter in (1, 2):
        W, u, c = rng.normal(4, 5), rng.normal(4), rng.normal(4, 5)
        answer = notebook.run(normalise, W, u, n_iter, c)
        u, v, sigma = iterate(W, u, n_iter)
        wanted = c / sigma - (c * W).sum() / sigma**2 * torch.outer(u, v)
        hint = "Iterate under no_grad; compute sigma = u^T W v outside of it, from the W that requires a gradient."
        assert_close(answer[3], wanted, what=f"the gradient to W ({n_iter} repetitions)", hint=hint)
