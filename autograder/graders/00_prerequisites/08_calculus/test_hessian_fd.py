"""Hidden tests of `hessian_fd`: each of the draft's faults, on functions whose Hessian is known."""

import numpy as np

from autograder.testing import assert_close, assert_shape, inside, points


@inside
def measure(ns, kind, A, x, h):
    """The Hessian of a function of this kind, and the point after the call; h is the signature's if None."""
    A, x = A.numpy(), np.array(x)
    functions = {
        "quadratic": lambda y: y @ A @ y + np.sum(y) + 3,
        "cubic": lambda y: np.sum((A @ y) ** 3),
        "waves": lambda y: 20 + np.sum(np.sin(A @ y)),
    }
    H = ns.hessian_fd(functions[kind], x) if h is None else ns.hessian_fd(functions[kind], x, h)
    return H, x


def ask(notebook, kind, A, x, h):
    """The Hessian, of the right shape."""
    H, after = notebook.run(measure, kind, A, x.numpy(), h)
    assert_shape(H, (len(x), len(x)), what="the Hessian", hint="One row and one column for each input.")
    return H, after


@points("hessian_fd", 2)
def test_every_entry_is_there(notebook, rng):
    """For a function of degree two all entries are right for any step: diagonal, above it and below it."""
    hint = "Both halves of the table have to be filled; and the two steps of equation (15) are 2 h apart, each."
    for n, h in ((4, 0.1), (2, 0.5), (1, 0.25), (3, 0.01)):
        A, x = rng.normal(n, n), rng.normal(n)
        H, _ = ask(notebook, "quadratic", A, x, h)
        assert_close(H, A + A.T, rtol=1e-6, what="the Hessian of a function of degree two", hint=hint)


@points("hessian_fd", 2)
def test_it_looks_to_both_sides(notebook, rng):
    """For a function of degree three a difference that looks to both sides has no error, and one that looks ahead has."""
    for n, h in ((3, 0.1), (2, 0.2), (1, 0.1)):
        A, x = rng.normal(4, n), rng.normal(n)
        H, _ = ask(notebook, "cubic", A, x, h)
        expected = 6 * A.T @ ((A @ x)[:, None] * A)
        hint = "Steps forward AND back, as in equation (15): then the errors of first order cancel."
        assert_close(H, expected, rtol=1e-6, what="the Hessian of a function of degree three", hint=hint)


@points("hessian_fd", 1)
def test_its_own_step_is_not_drowned_by_rounding(notebook, rng):
    """With the step of the signature the Hessian of a smooth function is right to four digits, far from zero, too."""
    for n in (2, 4):
        A, x = rng.normal(5, n), rng.normal(n)
        H, _ = ask(notebook, "waves", A, x, None)
        expected = -A.T @ ((A @ x).sin()[:, None] * A)
        hint = "Rounding errors are divided by the square of the step. What does the text above (15) say about the best one?"
        assert_close(H, expected, rtol=1e-4, atol=1e-5, what="the Hessian of a smooth function", hint=hint)


@points("hessian_fd", 1)
def test_the_callers_point_stays_where_it_is(notebook, rng):
    """The caller's point is the same after the call."""
    for n, h in ((3, 0.5), (1, 0.1)):
        A, x = rng.normal(n, n), rng.normal(n)
        _, after = ask(notebook, "quadratic", A, x, h)
        hint = "`y = x` is another name for the same array, and `x[i] += h` writes into it. Work on a copy."
        assert_close(after, x, rtol=0, atol=1e-9, what="the caller's point after the call", hint=hint)
