"""Other right answers, which the hidden tests must accept. Each docstring says how it differs."""

import math

import numpy as np
import torch

from autograder.testing import alternative

# --- cosine_similarity


@alternative("cosine_similarity")
def cosine_in_numpy(Q, K):
    """NumPy's einsum, and `where` for vectors of zeros; returns an array."""
    Q, K = np.asarray(Q), np.asarray(K)
    lengths = np.linalg.norm(Q, axis=-1)[..., :, None] * np.linalg.norm(K, axis=-1)[..., None, :]
    dots = np.einsum("...id,...jd->...ij", Q, K)
    return np.divide(dots, lengths, out=np.zeros_like(dots), where=lengths > 0)


@alternative("cosine_similarity")
def cosine_of_torch(Q, K):
    """torch's own function, with broadcasting over pairs."""
    return torch.nn.functional.cosine_similarity(Q[..., :, None, :], K[..., None, :, :], dim=-1)


@alternative("cosine_similarity")
def cosine_by_normalising(Q, K):
    """Normalises first, in place on copies, with `nan_to_num` for vectors of zeros."""
    Q, K = Q.clone(), K.clone()
    Q /= Q.norm(dim=-1, keepdim=True)
    K /= K.norm(dim=-1, keepdim=True)
    return torch.matmul(Q.nan_to_num(), K.nan_to_num().transpose(-1, -2))


# --- lora_budget


@alternative("lora_budget")
def budget_by_search(d_out, d_in, r):
    """Looks for the break-even by halving, and returns a list."""
    low, high = 0, d_out * d_in
    while low < high:
        middle = (low + high + 1) // 2
        if middle * (d_out + d_in) < d_out * d_in:
            low = middle
        else:
            high = middle - 1
    return [d_out * d_in, r * d_out + d_in * r, sorted([r, d_out, d_in])[0], low]


@alternative("lora_budget")
def budget_by_rounding_up(d_out, d_in, r):
    """The ceiling of the quotient, minus one, in whole numbers; returns an array."""
    full = d_out * d_in
    break_even = -(-full // (d_out + d_in)) - 1
    return np.array([full, r * (d_out + d_in), np.min([r, d_out, d_in]), break_even])


# --- project


@alternative("project")
def projection_by_pseudo_inverse(A, b):
    """The pseudo-inverse, with the tolerance that the docstring names."""
    P = A @ torch.linalg.pinv(A, rtol=1e-10)
    return P @ b, P


@alternative("project")
def projection_in_numpy(A, b):
    """NumPy's least squares for p and for every column of P; returns a list of arrays."""
    A, b = np.asarray(A), np.asarray(b)
    weights = np.linalg.lstsq(A, np.column_stack([b, np.eye(len(b))]), rcond=1e-10)[0]
    fitted = A @ weights
    return [fitted[:, 0], fitted[:, 1:]]


@alternative("project")
def projection_by_gram_schmidt(A, b):
    """Gram-Schmidt in a loop, twice for accuracy, dropping columns that are (nearly) dependent."""
    basis = []
    for column in A.T:
        rest = column.clone()
        for _ in range(2):
            for u in basis:
                rest = rest - (u @ rest) * u
        if rest.norm() > 1e-10 * A.norm():
            basis.append(rest / rest.norm())
    P = torch.zeros(len(b), len(b), dtype=A.dtype)
    for u in basis:
        P += torch.outer(u, u)
    return P @ b, P


@alternative("project")
def projection_by_pivoted_qr(A, b):
    """SciPy's QR with pivoting: the columns of Q before R's diagonal drops to nothing; returns a named tuple."""
    from collections import namedtuple

    import scipy.linalg

    Q, R, _ = scipy.linalg.qr(np.asarray(A), mode="economic", pivoting=True)
    size = np.abs(np.diag(R))
    U = torch.from_numpy(Q[:, size > 1e-10 * size.max()])
    return namedtuple("Projection", "p P")(U @ (U.T @ b), U @ U.T)


# --- is_projection


@alternative("is_projection")
def check_in_numpy(P, tol=1e-8):
    """NumPy's allclose, with no relative tolerance; returns a NumPy bool."""
    P = np.asarray(P)
    if P.shape[0] != P.shape[1]:
        return np.bool_(False)
    return np.bool_(np.allclose(P @ P, P, rtol=0, atol=tol) and np.allclose(P, P.T, rtol=0, atol=tol))


@alternative("is_projection")
def check_by_one_product(P, tol=1e-8):
    """P^T P = P says both at once: the left side is symmetric. The answer is a tensor."""
    if P.shape[0] != P.shape[1] or not torch.isfinite(P).all():
        return torch.tensor(False)
    return (P.T @ P - P).abs().max() <= tol


@alternative("is_projection")
def check_by_norms(P, tol=1e-8):
    """Frobenius norms instead of entries, inside a try block that turns a failed product into False."""
    try:
        return bool(torch.linalg.norm(P @ P - P) <= tol) and bool(torch.linalg.norm(P - P.T) <= tol)
    except RuntimeError:
        return False


# --- least_squares_grad


@alternative("least_squares_grad")
def gradient_by_autograd(W, X, Y):
    """Lets autograd differentiate the loss."""
    W = W.clone().requires_grad_()
    ((X @ W.T - Y) ** 2).sum(dim=1).mean().backward()
    return W.grad


@alternative("least_squares_grad")
def gradient_in_a_loop(W, X, Y):
    """Adds one outer product for each example, in NumPy."""
    W, X, Y = np.asarray(W), np.asarray(X), np.asarray(Y)
    total = np.zeros_like(W)
    for x, y in zip(X, Y, strict=True):
        total += 2 * np.outer(W @ x - y, x)
    return total / len(X)


@alternative("least_squares_grad")
def gradient_still_attached(W, X, Y):
    """Differentiates by hand, but leaves the result attached to a graph."""
    W = W.clone().requires_grad_()
    return 2 * torch.einsum("bm,bn->mn", X @ W.T - Y, X) / X.shape[0]


# --- top_eig


@alternative("top_eig")
def power_iteration_in_numpy(S, v0, n_iter):
    """NumPy, with the eigenvalue as a Python float."""
    S, v = np.asarray(S), np.array(v0, dtype=float)
    v = v / np.linalg.norm(v)
    for _ in range(n_iter):
        w = S.dot(v)
        if not w.any():
            return 0.0, v
        v = w / np.linalg.norm(w)
    return float(v @ S @ v), v


@alternative("top_eig")
def power_iteration_with_a_fixed_sign(S, v0, n_iter):
    """Scales by the largest entry first, which is safe for tiny numbers, and makes the largest entry of v positive."""
    v = v0.clone()
    v /= v.norm()
    for _ in range(n_iter):
        w = S @ v
        largest = w.abs().max()
        if largest == 0:
            break
        w /= largest
        v = w / w.norm()
    v = v * torch.sign(v[v.abs().argmax()])
    return (v * (S @ v)).sum().reshape(1), v


# --- low_rank


@alternative("low_rank")
def truncation_in_numpy(A, k):
    """NumPy, multiplying with a diagonal in which the small singular values are zero."""
    if k < 0:
        raise ValueError("k must not be negative")
    U, sigma, Vh = np.linalg.svd(np.asarray(A), full_matrices=False)
    sigma[..., k:] = 0
    return U @ (sigma[..., :, None] * Vh)


@alternative("low_rank")
def truncation_by_eigenvectors(A, k):
    """Projects the rows onto the eigenvectors of A^T A with the k largest eigenvalues."""

    class NegativeRankError(ValueError):
        pass

    if k < 0:
        raise NegativeRankError(str(k))
    V = torch.linalg.eigh(A.mT @ A).eigenvectors.flip(-1)[..., :k]
    return A @ V @ V.mT


@alternative("low_rank")
def truncation_term_by_term(A, k):
    """Adds one term of the sum (11) after the other, each matrix of a batch by itself."""
    if k < 0:
        raise ValueError("k must not be negative")
    flat = A.reshape(-1, *A.shape[-2:])
    results = []
    for matrix in flat:
        U, sigma, Vh = torch.linalg.svd(matrix)
        total = torch.zeros_like(matrix)
        for i in range(min(k, len(sigma))):
            total += sigma[i] * U[:, i : i + 1] @ Vh[i : i + 1]
        results.append(total)
    return torch.stack(results).reshape(A.shape)


# --- rank_for


@alternative("rank_for")
def rank_by_loop(sigma, tolerance):
    """A loop over ranks with Python floats."""
    values = [float(value) for value in sigma]
    norm = math.sqrt(sum(value**2 for value in values))
    for k in range(len(values) + 1):
        if math.sqrt(sum(value**2 for value in values[k:])) <= tolerance * norm:
            return k
    return len(values)


@alternative("rank_for")
def rank_from_the_small_end(sigma, tolerance):
    """How many may be left out, by a cumulative sum from the small end and NumPy's binary search."""
    errors = np.sqrt(np.cumsum(np.asarray(sigma)[::-1] ** 2))
    return len(errors) - np.searchsorted(errors, tolerance * errors[-1], side="right")


@alternative("rank_for")
def rank_as_a_tensor(sigma, tolerance):
    """Counts the errors that are too large; the count stays a tensor."""
    tails = torch.stack([sigma[k:].norm() for k in range(len(sigma))])
    return (tails > tolerance * sigma.norm()).sum()


# --- pca_fit


@alternative("pca_fit")
def pca_by_covariance(X, k):
    """Eigenvectors of the covariance, turned round, in NumPy; returns a list of arrays."""
    X = np.asarray(X)
    mean = X.mean(axis=0)
    _, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    return [mean, vectors[:, ::-1][:, :k].T]


@alternative("pca_fit")
def pca_in_place_on_a_copy(X, k):
    """Centres a copy in place, and fixes the signs."""
    X = X.clone()
    mean = X.sum(dim=0) / X.shape[0]
    X -= mean
    components = torch.linalg.svd(X).Vh[:k]
    signs = components.sum(dim=1, keepdim=True).sign()
    return mean, components * signs


@alternative("pca_fit")
def pca_by_deflation(X, k):
    """Finds one direction after the other, and removes it from the data."""
    mean = X.mean(dim=0)
    rest, components = X - mean, torch.zeros(k, X.shape[1], dtype=X.dtype)
    for i in range(k):
        v = torch.linalg.svd(rest, full_matrices=False).Vh[0]
        v = v - components[:i].T @ (components[:i] @ v)
        components[i] = v / v.norm()
        rest = rest - torch.outer(rest @ components[i], components[i])
    return mean, components


# --- whiten


@alternative("whiten")
def whitening_by_covariance(X):
    """Eigenvectors of the covariance, in NumPy."""
    X = np.asarray(X)
    centred = X - X.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(X, rowvar=False))
    varies = values > 1e-10 * values.max()
    return centred @ vectors[:, varies] / np.sqrt(values[varies])


@alternative("whiten")
def whitening_turned(X):
    """The same cloud on other axes: turned by an orthogonal matrix."""
    centred = X - X.mean(dim=0)
    _, sigma, Vh = torch.linalg.svd(centred, full_matrices=False)
    sigma, Vh = sigma[sigma > 1e-5 * sigma[0]], Vh[sigma > 1e-5 * sigma[0]]
    codes = centred @ Vh.T / sigma * (len(X) - 1) ** 0.5
    turn = torch.linalg.qr(torch.ones(len(sigma), len(sigma), dtype=X.dtype) + torch.eye(len(sigma), dtype=X.dtype)).Q
    return codes @ turn


@alternative("whiten")
def whitening_of_examples(X):
    """Eigenvectors of the Gram matrix of the examples: no direction of pixels is ever formed."""
    centred = X - X.mean(dim=0)
    values, vectors = torch.linalg.eigh(centred @ centred.T)
    return vectors[:, values > 1e-10 * values.max()] * math.sqrt(len(X) - 1)


# --- PCACodec


@alternative("PCACodec")
class CodecInNumpy:
    """NumPy throughout."""

    def __init__(self, train, k):
        """Keep the mean and the components as arrays."""
        train = np.asarray(train)
        self.mean = train.mean(0)
        self.components = np.linalg.svd(train - self.mean, full_matrices=False)[2][:k]

    def encode(self, X):
        """Centre and project."""
        return np.dot(np.asarray(X) - self.mean, self.components.T)

    def decode(self, Z):
        """Add up."""
        return np.asarray(Z) @ self.components + self.mean


@alternative("PCACodec")
class CodecAsModule(torch.nn.Module):
    """A torch module with buffers, and other signs of the components."""

    def __init__(self, train, k):
        """Keep the mean and the components as buffers."""
        super().__init__()
        mean = train.mean(dim=0)
        _, vectors = torch.linalg.eigh(torch.cov(train.T).reshape(train.shape[1], -1))
        self.register_buffer("mean", mean)
        self.register_buffer("components", -vectors.flip(1)[:, :k].T.contiguous())

    def encode(self, X):
        """Centre and project, one example at a time."""
        return torch.stack([self.components @ (x - self.mean) for x in X])

    def decode(self, Z):
        """Add up, one example at a time."""
        return torch.stack([self.mean + z @ self.components for z in Z])


@alternative("PCACodec")
class CodecAroundAnotherPoint:
    """Turns the code: other axes of the same subspace, which lose nothing."""

    def __init__(self, train, k):
        """Keep the mean and a turned basis."""
        self.mean = train.mean(dim=0)
        components = torch.linalg.svd(train - self.mean, full_matrices=False).Vh[:k]
        turn = torch.linalg.qr(torch.ones(k, k, dtype=train.dtype) + torch.eye(k, dtype=train.dtype)).Q
        self.basis = turn @ components

    def encode(self, X):
        """Centre and project."""
        return (X - self.mean) @ self.basis.T

    def decode(self, Z):
        """Add up."""
        return torch.addmm(self.mean, Z, self.basis)


# --- ablate


@alternative("ablate")
def ablation_in_numpy(train, test, ks, R):
    """NumPy, with least squares for the given directions; returns a list of lists."""
    train, test, R = np.asarray(train), np.asarray(test), np.asarray(R)
    mean = train.mean(0)
    rows = [[], [], []]
    for k in ks:
        for row, m in ((0, mean), (1, 0 * mean)):
            C = np.linalg.svd(train - m, full_matrices=False)[2][:k]
            rows[row].append(float(np.mean((m + (test - m) @ C.T @ C - test) ** 2)))
        weights = np.linalg.lstsq(R[:, :k], (test - mean).T, rcond=None)[0]
        rows[2].append(float(np.mean((mean + (R[:, :k] @ weights).T - test) ** 2)))
    return rows


@alternative("ablate")
def ablation_by_projectors(train, test, ks, R):
    """Projection matrices, of all variants first, and a stack at the end."""
    mean = train.mean(dim=0, keepdim=True)
    V = torch.linalg.svd(train - mean).Vh.T
    V0 = torch.linalg.svd(train).Vh.T

    def error(m, B, k):
        P = B[:, :k] @ torch.linalg.pinv(B[:, :k])
        return ((test - m) @ (torch.eye(len(P), dtype=P.dtype) - P)).pow(2).mean()

    variants = [(mean, V), (0 * mean, V0), (mean, R)]
    return torch.stack([torch.stack([error(m, B, k) for k in ks]) for m, B in variants])
