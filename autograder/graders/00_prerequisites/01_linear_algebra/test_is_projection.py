"""Hidden tests of `is_projection`: what it must accept, and what it must reject. Each test asks for both."""

import math

import torch

from autograder.testing import as_tensor, points, require


def judge(notebook, cases, hint):
    """Put matrices with their right verdicts to the student's check."""
    for matrix, verdict, name in cases:
        answer = as_tensor(notebook.is_projection(matrix), "the verdict").reshape(-1)
        require(answer.numel() == 1, "the verdict has to be one bool", hint="Reduce with `.all()`, then `bool(...)`.")
        message = f"your check {'rejects' if verdict else 'accepts'} {name}"
        require(bool(answer[0]) == verdict, message, hint="" if verdict else hint)


def random_projection(rng, n, rank):
    """Onto a random subspace."""
    U = rng.orthogonal(n)[:, :rank]
    return U @ U.T


@points("is_projection", 2)
def test_twice_has_to_be_once(notebook, rng):
    """Projections are accepted; symmetric matrices that change a vector when they are applied again are rejected."""
    P, identity = random_projection(rng, 6, 3), torch.eye(6, dtype=torch.float64)
    S = rng.normal(6, 6)
    cases = [
        (P, True, "a projection onto three dimensions"),
        (random_projection(rng, 5, 1), True, "a projection onto a line"),
        (2 * P, False, "twice a projection"),
        (0.5 * identity, False, "half the identity"),
        (identity - 2 * P, False, "a mirror, which applied twice gives the identity"),
        (0.5 * P + 0.25 * identity, False, "a symmetric matrix that shrinks vectors and loses none"),
        (S + S.T, False, "some symmetric matrix"),
        (torch.ones(3, 3, dtype=torch.float64), False, "a matrix of ones"),
        (identity - P, True, "the projection onto the other directions, I - P"),
    ]
    judge(notebook, cases, "P P = P: the matrix product, compared in absolute value.")


@points("is_projection", 2)
def test_slanted_projections_are_rejected(notebook, rng):
    """A matrix may satisfy P P = P and still project at a slant; an orthogonal projection is symmetric as well."""
    A, B = rng.normal(5, 2), rng.normal(5, 2)
    slanted = A @ torch.linalg.solve(B.T @ A, B.T)
    shear = torch.tensor([[1.0, 1.0], [0.0, 0.0]], dtype=torch.float64)
    cases = [
        (random_projection(rng, 5, 2), True, "a projection onto two dimensions"),
        (slanted, False, "a slanted projection onto two dimensions"),
        (slanted.T.contiguous(), False, "the transpose of a slanted projection"),
        (shear, False, "a slanted projection of the plane"),
        (rng.normal(4, 4), False, "a matrix of random numbers"),
        (random_projection(rng, 4, 3), True, "a projection onto three dimensions"),
    ]
    judge(notebook, cases, "It squares to itself, and its eigenvalues are 0 and 1; what else does the claim ask for?")


@points("is_projection", 2)
def test_rounding_and_odd_matrices(notebook, rng):
    """Rounding is forgiven up to the tolerance, and no more; matrices that are not square or not finite are rejected."""
    P = random_projection(rng, 6, 2)
    noise = rng.uniform(-1, 1, (6, 6))
    zero, one = torch.zeros(4, 4, dtype=torch.float64), torch.eye(4, dtype=torch.float64)
    with_nan, with_inf = P.clone(), one.clone()
    with_nan[2, 3] = math.nan
    with_inf[0, 0] = math.inf
    off = P + 1e-4 * torch.eye(6, dtype=torch.float64)
    cases = [
        (zero, True, "the zero matrix, which projects onto nothing"),
        (one, True, "the identity, which projects onto everything"),
        (P + 1e-13 * noise, True, "a projection with rounding errors"),
        (off, False, "a matrix that is further from a projection than the tolerance"),
        (rng.normal(3, 4), False, "a matrix that is not square"),
        (torch.eye(4, dtype=torch.float64)[:, :3].contiguous(), False, "the first columns of the identity"),
        (with_nan, False, "a matrix with NaN in it"),
        (with_inf, False, "a matrix with an infinite entry"),
    ]
    judge(notebook, cases, "Look at the shape first; and remember that every comparison with NaN is false.")
    tolerant = as_tensor(notebook.is_projection(off, 1e-2), "the verdict").reshape(-1)
    message = "your check rejects a matrix that is within the tolerance that was asked for"
    require(bool(tolerant.all()), message, hint="Use the argument `tol`, not a number of your own.")
    exact = as_tensor(notebook.is_projection(one, 0.0), "the verdict").reshape(-1)
    message = "your check rejects the identity where no rounding is forgiven, and it needs none"
    require(bool(exact.all()), message, hint="A difference of exactly `tol` is forgiven.")
