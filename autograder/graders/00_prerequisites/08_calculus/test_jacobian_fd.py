"""Hidden tests of `jacobian_fd`: rows and columns, the error of the formula, smooth functions, the caller's point."""

import numpy as np
import torch

from autograder.testing import assert_close, assert_shape, inside, points


@inside
def measure(ns, kind, A, B, x, h):
    """The Jacobian of a function of this kind, and the point after the call; h is the signature's if None."""
    A, B, x = A.numpy(), B.numpy(), np.array(x)
    functions = {
        "linear": lambda y: A @ y,
        "product": lambda y: (A @ y) * (B @ y),
        "cubic": lambda y: (A @ y) ** 3,
        "waves": lambda y: np.sin(A @ y) + np.tanh(B @ y),
    }
    J = ns.jacobian_fd(functions[kind], x) if h is None else ns.jacobian_fd(functions[kind], x, h)
    return J, x


def ask(notebook, kind, A, B, x, h):
    """The Jacobian, of the right shape; the caller's point must be where it was."""
    J, after = notebook.run(measure, kind, A, B, x.numpy(), h)
    assert_shape(J, tuple(A.shape), what="the Jacobian", hint="One row for each output, one column for each input.")
    hint = "`x += ...` writes into the caller's array; work on a new one."
    assert_close(after, x, rtol=0, atol=1e-9, what="the caller's point after the call", hint=hint)
    return J


@points("jacobian_fd", 2)
def test_rows_are_outputs_and_columns_are_inputs(notebook, rng):
    """For functions of degree one and two the Jacobian is exact for any step, row by output and column by input."""
    hint = "Turn one input at a time, to both sides of x, and put all the others back: that is one column."
    for m, n in ((2, 5), (4, 3), (3, 3), (1, 4), (3, 1)):
        A, B, x = rng.normal(m, n), rng.normal(m, n), rng.normal(n)
        assert_close(ask(notebook, "linear", A, B, x, 0.5), A, rtol=1e-9, what="the Jacobian of x -> A x", hint=hint)
        expected = (B @ x)[:, None] * A + (A @ x)[:, None] * B
        what = "the Jacobian of a function of degree two"
        assert_close(ask(notebook, "product", A, B, x, 0.25), expected, rtol=1e-9, what=what, hint=hint)


@points("jacobian_fd", 1)
def test_the_step_is_the_one_that_was_asked_for(notebook, rng):
    """For a function of degree three the error is that of equation (12) with the step that was asked for."""
    for m, n in ((3, 4), (2, 2)):
        A, x, h = rng.normal(m, n), rng.normal(n), float(rng.uniform(0.2, 0.6))
        expected = 3 * (A @ x)[:, None] ** 2 * A + h**2 * A**3
        hint = "Use h as it is, in equation (12)."
        what = "the estimate for a function of degree three"
        assert_close(ask(notebook, "cubic", A, A, x, h), expected, rtol=1e-9, what=what, hint=hint)


@points("jacobian_fd", 2)
def test_smooth_functions_and_the_callers_point(notebook, rng):
    """With the step of the signature the Jacobian of a smooth function is right to seven digits, and x stays where it is."""
    for m, n in ((4, 6), (3, 3), (1, 1)):
        A, B, x = rng.normal(m, n), rng.normal(m, n), rng.normal(n)
        expected = (A @ x).cos()[:, None] * A + (1 - (B @ x).tanh() ** 2)[:, None] * B
        J = ask(notebook, "waves", A, B, x, None)
        assert_close(J, expected, rtol=1e-7, what="the Jacobian of a smooth function")
    zero = torch.zeros(3, dtype=torch.float64)
    A = rng.normal(2, 3)
    assert_close(ask(notebook, "cubic", A, A, zero, None), torch.zeros(2, 3), what="the Jacobian where all is flat")
