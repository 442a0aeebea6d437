"""Hidden tests of `spectral_normalise`: exact repetitions, the limit, a u that is kept, zeros, convolutions, dtypes."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, inside, points, require


@inside
def normalise(ns, W, u, n_iter):
    """The three results, and W and u after the call."""
    W, u = W.clone(), u.clone()
    W_bar, sigma, new = ns.spectral_normalise(W, u, n_iter) if n_iter else ns.spectral_normalise(W, u)
    return [W_bar, sigma, new, W, u]


def ask(notebook, W, u, n_iter):
    """W_bar, sigma and u, of the right shapes; what was handed in has to be what it was."""
    W_bar, sigma, new, W_after, u_after = notebook.run(normalise, W, u, n_iter)
    hint = "`u /= u.norm()` and `W /= sigma` write into what was handed in."
    assert_close(W_after, W, rtol=0, atol=0, what="W after the call", hint=hint)
    assert_close(u_after, u, rtol=0, atol=0, what="u after the call", hint=hint)
    assert_shape(W_bar, tuple(W.shape), what="the normalised weight", hint="The weight keeps its shape.")
    assert_shape(new, (len(W),), what="u", hint="One entry for each output.")
    sigma = as_tensor(sigma, "sigma").reshape(-1)
    require(sigma.numel() == 1, "sigma has to be one number")
    return W_bar, sigma[0], new


def iterate(W, u, n_iter):
    """u and sigma of equation (19)."""
    M = W.reshape(len(W), -1)
    for _ in range(n_iter):
        v = M.T @ u
        v = v / v.norm()
        u = M @ v
        u = u / u.norm()
    return u, u @ M @ v


def weight(rng, *shape, decay=0.6):
    """A weight whose singular values, as a matrix [out, rest], fall by this factor; and the largest of them."""
    U, S, Vh = torch.linalg.svd(rng.normal(*shape).reshape(shape[0], -1), full_matrices=False)
    S = float(rng.uniform(1.5, 5)) * decay ** torch.arange(len(S), dtype=torch.float64)
    return ((U * S) @ Vh).reshape(shape), float(S[0])


@points("spectral_normalise", 2)
def test_exactly_as_many_repetitions(notebook, rng):
    """Each repetition makes v from u and then u from the new v; sigma and u are those of the last one."""
    hint = "v = W^T u, normalised; u = W v, normalised, with the new v; at the end sigma = u^T W v, and W over it."
    for shape in ((4, 6), (5, 3), (4, 3, 2, 2), (3, 2, 2)):
        for n_iter in (0, 1, 2, 5):
            W, u = rng.normal(*shape), 3 * rng.normal(shape[0])
            W_bar, sigma, new = ask(notebook, W, u, n_iter)
            expected_u, expected_sigma = iterate(W, u, n_iter or 1)
            about = f"after {n_iter} repetitions" if n_iter else "with n_iter left out"
            assert_close(new, expected_u, what=f"u {about}", hint=hint)
            assert_close(sigma, expected_sigma, what=f"sigma {about}", hint=hint)
            assert_close(W_bar, W / expected_sigma, what=f"the normalised weight {about}", hint=hint)


@points("spectral_normalise", 1)
def test_stretches_by_one_in_the_end(notebook, rng):
    """After many repetitions the largest singular value of the matrix [out, all the rest] is 1, however large W is."""
    for shape in ((5, 3), (3, 7), (4, 3, 2, 2), (1, 6), (6, 1)):
        for units in (1.0, 1e-5, 1e5):
            W, top = weight(rng, *shape)
            W_bar, sigma, _ = ask(notebook, units * W, rng.normal(shape[0]), 100)
            hint = (
                "The largest singular value, not the Frobenius norm; a convolution is the matrix [out, all the rest]."
            )
            assert_close(sigma / units, top, what="sigma", hint=hint)
            stretched = torch.linalg.matrix_norm(as_tensor(W_bar).reshape(shape[0], -1), 2)
            assert_close(stretched, 1.0, what="the largest singular value afterwards", hint=hint)
    sparse = torch.zeros(3, 4, dtype=torch.float64)
    sparse[torch.arange(3), torch.from_numpy(rng.numpy.permutation(4)[:3])] = torch.tensor([4.0, 2.0, 1.0]).double()
    W_bar, sigma, _ = ask(notebook, sparse, rng.uniform(0.5, 2, (3,)), 60)
    hint = "Only a weight that is zero everywhere is a weight of zeros."
    assert_close(sigma, 4.0, what="sigma of a weight in which many entries are zero", hint=hint)
    assert_close(W_bar, sparse / 4, what="a weight in which many entries are zero, normalised,", hint=hint)


@points("spectral_normalise", 1)
def test_goes_on_from_its_u(notebook, rng):
    """Calls with one repetition each, every one from the u of the last, are as good as one call with many."""
    W, _ = weight(rng, 6, 4, decay=0.8)
    u = start = rng.normal(6)
    for _ in range(6):
        W_bar, sigma, new = ask(notebook, W, u, 1)
        u = as_tensor(new, "u")
    expected_u, expected_sigma = iterate(W, start, 6)
    hint = "Start from the u that is handed in, and return the last one with length 1."
    assert_close(u, expected_u, what="u after six calls", hint=hint)
    assert_close(sigma, expected_sigma, what="sigma after six calls", hint=hint)
    assert_close(W_bar, W / expected_sigma, what="the normalised weight after six calls", hint=hint)


@points("spectral_normalise", 1)
def test_zeros_and_dtypes(notebook, rng):
    """A weight of zeros stays zeros, with sigma 0 and a unit vector u; float32 weights stay float32."""
    for shape in ((3, 2), (2, 3, 2, 2)):
        for dtype in (torch.float64, torch.float32):
            zeros, u = torch.zeros(shape, dtype=dtype), 5 * rng.normal(shape[0]).to(dtype)
            hint = "0 / 0 is NaN: look before you divide. The u that was handed in comes back with length 1."
            W_bar, sigma, new = ask(notebook, zeros, u, 3)
            assert_close(W_bar, zeros, what="a weight of zeros, normalised,", hint=hint)
            assert_close(sigma, 0.0, what="sigma of a weight of zeros", hint=hint)
            assert_close(new, as_tensor(u) / as_tensor(u).norm(), rtol=1e-5, what="u for a weight of zeros", hint=hint)
            assert_dtype(W_bar, dtype, what="a weight of zeros, normalised,", hint="float32 in, float32 out.")
            W = rng.normal(*shape).to(dtype)
            W_bar, sigma, new = ask(notebook, W, u, 2)
            assert_dtype(W_bar, dtype, what="the normalised weight", hint="float32 in, float32 out.")
            assert_dtype(new, dtype, what="u", hint="float32 in, float32 out.")
            expected = as_tensor(W) / iterate(as_tensor(W), as_tensor(u), 2)[1]
            assert_close(W_bar, expected, rtol=1e-4, what="the normalised weight", hint="W / sigma")
