"""Hidden tests of `top_eig`: the dominant pair, its sign, long runs, zeros, exact steps."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def call_and_keep_start(ns, S, v0, n_iter):
    """The answer, and what v0 is after the call."""
    v0 = v0.clone()
    answer = ns.top_eig(S, v0, n_iter)
    return answer, v0


def unpack(answer, n):
    """The two results, as tensors."""
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`top_eig` has to return two things", hint="return eigenvalue, v", target="(eigenvalue, v)")
    eigenvalue = as_tensor(answer[0], "the eigenvalue").reshape(-1)
    require(eigenvalue.numel() == 1, "the eigenvalue has to be one number", hint="v @ S @ v is one number.")
    v = as_tensor(answer[1], "v")
    assert_shape(v, (n,), what="v", hint="An eigenvector has the length of v0.")
    hint = "A symmetric matrix has real eigenvalues: `eig` does not know that it is symmetric."
    require(not (eigenvalue.is_complex() or v.is_complex()), "the result is complex", hint=hint)
    return eigenvalue[0], v


def symmetric(rng, eigenvalues):
    """A symmetric matrix with these eigenvalues, and its eigenvectors in columns."""
    U = rng.orthogonal(len(eigenvalues))
    S = U @ torch.diag(torch.as_tensor(eigenvalues, dtype=torch.float64)) @ U.T
    return (S + S.T) / 2, U


def check_pair(answer, value, direction, scale=1.0):
    """An eigenvalue and a unit vector along a direction, of either sign."""
    eigenvalue, v = unpack(answer, len(direction))
    assert_close(v.norm(), 1.0, what="the length of v", hint="Normalise in every step: equation (10).")
    sign = 1.0 if float(v @ direction) >= 0 else -1.0
    assert_close(sign * v, direction, rtol=1e-5, what="v (of either sign)", hint="Multiply by S, normalise, repeat.")
    hint = "The Rayleigh quotient v^T S v keeps the sign; a length cannot be negative."
    assert_close(eigenvalue / scale, value / scale, what="the eigenvalue", hint=hint)


@points("top_eig", 1)
def test_dominant_pair(notebook, rng):
    """After many steps v is a unit eigenvector, and the eigenvalue is the largest in absolute value."""
    S, U = symmetric(rng, torch.tensor([6.0, 3.0, 2.0, 1.0, -0.5]) * rng.uniform(0.9, 1.1, (5,)))
    eigenvalue, v = unpack(notebook.top_eig(S, rng.normal(5), 150), 5)
    residual = float((S @ v - eigenvalue * v).norm())
    require(residual < 1e-6, "S v is not eigenvalue times v", hint="v has to be the vector of the last step.")
    check_pair((eigenvalue, v), U[:, 0] @ S @ U[:, 0], U[:, 0])


@points("top_eig", 1)
def test_negative_dominant_eigenvalue(notebook, rng):
    """The eigenvalue keeps its sign where the largest in absolute value is negative."""
    S, U = symmetric(rng, torch.tensor([-5.0, 3.0, 2.0, 1.0]) * rng.uniform(0.9, 1.1, (4,)))
    check_pair(notebook.top_eig(S, rng.normal(4), 150), U[:, 0] @ S @ U[:, 0], U[:, 0])


@points("top_eig", 2)
def test_long_runs_neither_overflow_nor_vanish(notebook, rng):
    """Huge and tiny eigenvalues do no harm, however many steps are taken."""
    for scale in (200.0, 1e-4):
        S, U = symmetric(rng, scale * torch.tensor([1.0, -0.6, 0.3, 0.1]))
        check_pair(notebook.top_eig(S, rng.normal(4), 400), scale, U[:, 0], scale)


@points("top_eig", 1)
def test_zeros_are_no_trouble(notebook, rng):
    """Where S v is exactly zero the search stops: v is a unit vector with eigenvalue 0, and nothing is NaN."""
    zero, start = torch.zeros(3, 3, dtype=torch.float64), rng.normal(3)
    for S, v0 in ((zero, start), (torch.diag(torch.tensor([0.0, 2.0, 1.0], dtype=torch.float64)), 3 * torch.eye(3)[0])):
        v0 = v0.double()
        eigenvalue, v = unpack(notebook.top_eig(S, v0, 20), 3)
        hint = "S v can be exactly zero: do not divide by its length then."
        assert_close(eigenvalue, 0.0, what="the eigenvalue where S v is zero", hint=hint)
        assert_close((v @ v0).abs(), v0.norm(), what="v along v0, where S v is zero,", hint=hint)


@points("top_eig", 1)
def test_exactly_as_many_steps_as_asked_for(notebook, rng):
    """v is the vector after exactly n_iter steps, also for none, with its own Rayleigh quotient; v0 is left alone."""
    S, start = rng.normal(4, 4), 3 * rng.normal(4)
    S = (S + S.T) / 2
    for n_iter in (0, 1, 2):
        answer, v0 = notebook.run(call_and_keep_start, S, start, n_iter)
        assert_close(v0, start, what="v0 after the call", hint="`v /= ...` writes into v0; `v = v / ...` does not.")
        w = torch.linalg.matrix_power(S, n_iter) @ start
        w = w / w.norm()
        eigenvalue, v = unpack(answer, 4)
        assert_close(
            v * torch.sign(v @ w), w, what=f"v after {n_iter} steps", hint="One step: multiply, then normalise."
        )
        hint = "The eigenvalue belongs to the v that is returned: v^T S v."
        assert_close(eigenvalue, w @ S @ w, what=f"the eigenvalue after {n_iter} steps", hint=hint)
