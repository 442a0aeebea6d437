"""Hidden tests of `is_gradient`: what it must accept, and what it must reject. Each test asks for both."""

import numpy as np
import torch

from autograder.testing import as_tensor, inside, points, require


@inside
def ask_about(ns, kind, A, x, error, tol):
    """The verdict on a gradient with a fault of this kind; `error` is what is added to the right one."""
    A, x, error = A.numpy(), np.array(x), error.numpy()
    n = len(x)

    def f(y):
        if kind == "plane":
            return 2.0 * np.sum(y)
        if kind == "bottom":
            return float(np.sum((y - x0) ** 2))
        if kind == "curved":
            return 10 * np.sin(2 * y[0] - 2 * x0[0] + 1.5) + np.sum(y**2)
        return np.sum(np.sin(A @ y)) + 0.5 * y @ y

    def right(y):
        if kind == "plane":
            return np.full(n, 2.0)
        if kind == "bottom":
            return 2 * (y - x0)
        if kind == "curved":
            slope = np.zeros(n)
            slope[0] = 20 * np.cos(2 * y[0] - 2 * x0[0] + 1.5)
            return slope + 2 * y
        return A.T @ np.cos(A @ y) + y

    x0 = x.copy()
    shapes = {
        "number": lambda g: float(g[0]),
        "row": lambda g: g[None, :],
        "column": lambda g: g[:, None],
        "long": lambda g: np.concatenate([g, g[:1]]),
        "short": lambda g: g[:-1],
    }
    fault, _, shape = kind.partition(" as ")
    kind = fault
    bend = shapes.get(shape, lambda g: g)
    verdict = ns.is_gradient(f, lambda y: bend(right(y) + error), x, *([] if tol is None else [tol]))
    return verdict, x


def judge(notebook, rng, cases, hint):
    """Put gradients to the student's check: (kind, error that is added, tolerance, verdict, name)."""
    for kind, error, tol, verdict, name in cases:
        n = len(error)
        A, x = rng.normal(3, n), rng.normal(n)
        answer, after = notebook.run(ask_about, kind, A, x.numpy(), error, tol)
        answer = as_tensor(answer, "the verdict").reshape(-1)
        require(answer.numel() == 1, "the verdict has to be one bool", hint="Reduce with `.all()`, then `bool(...)`.")
        message = f"your check {'rejects' if verdict else 'accepts'} {name}"
        require(bool(answer[0]) == verdict, message, hint="" if verdict else hint)
        message = "the caller's point has moved"
        require(bool((as_tensor(after) - x).abs().max() < 1e-9), message, hint="`x += ...` writes into it.")


def at(n, **entries):
    """An error with these entries: `at(3, e1=0.5)`."""
    error = torch.zeros(n, dtype=torch.float64)
    for name, value in entries.items():
        error[int(name[1:])] = value
    return error


@points("is_gradient", 2)
def test_wrong_entries_are_rejected(notebook, rng):
    """Right gradients are accepted, also where they are zero; a gradient with wrong entries is rejected."""
    none = torch.zeros(5, dtype=torch.float64)
    cases = [
        ("smooth", none, None, True, "a right gradient"),
        ("smooth", 0.3 + rng.uniform(0, 1, (5,)), None, False, "a gradient with all entries wrong"),
        ("smooth", at(5, e4=0.5), None, False, "a gradient whose last entry is too large"),
        ("smooth", at(5, e0=-0.5), None, False, "a gradient whose first entry is too small"),
        ("smooth", at(5, e2=-0.002), None, False, "a gradient with one entry that is a little too small"),
        ("bottom", none, None, True, "a gradient of zeros at the bottom of a valley"),
        ("bottom", at(5, e3=0.01), None, False, "a gradient that is not zero at the bottom of a valley"),
        ("plane", torch.zeros(1, dtype=torch.float64), None, True, "a right gradient with one entry"),
    ]
    judge(notebook, rng, cases, "Each entry has to be compared with a slope that you measured, in absolute value.")


@points("is_gradient", 2)
def test_one_direction_is_not_enough(notebook, rng):
    """Right gradients are accepted; errors that cancel in a sum, or that keep the length, are rejected."""
    x = rng.normal(6)
    orthogonal = rng.normal(6)
    orthogonal -= (orthogonal @ x) / (x @ x) * x
    cases = [
        ("smooth", torch.zeros(6, dtype=torch.float64), None, True, "a right gradient"),
        ("smooth", at(6, e1=0.4, e2=-0.4), None, False, "a gradient with two errors that cancel in a sum"),
        ("smooth", at(4, e0=0.7, e3=-0.7), None, False, "a gradient with two errors that cancel in a sum"),
        ("smooth", orthogonal - orthogonal.mean(), None, False, "a gradient with errors in all entries that cancel"),
        ("plane", at(3, e0=-4.0), None, False, "a gradient of the right length with one sign wrong"),
        ("plane", at(2, e0=-4.0, e1=-4.0), None, False, "a gradient of the right length that points downhill"),
        ("curved", torch.zeros(6, dtype=torch.float64), None, True, "a right gradient of a function that bends much"),
    ]
    judge(
        notebook,
        rng,
        cases,
        "An error at right angles to your direction cannot be seen from it: try as many as there are.",
    )


@points("is_gradient", 1)
def test_shapes_and_what_is_no_number(notebook, rng):
    """A gradient has the shape of x and finite entries: anything else is rejected without an exception."""
    none = torch.zeros(3, dtype=torch.float64)
    cases = [
        ("plane", none, None, True, "a right gradient"),
        ("plane as number", none, None, False, "a single number in place of a gradient"),
        ("plane as row", none, None, False, "a gradient of shape [1, n]"),
        ("plane as column", none, None, False, "a gradient of shape [n, 1]"),
        ("smooth as long", none, None, False, "a gradient with an entry too many"),
        ("smooth as short", none, None, False, "a gradient with an entry too few"),
        ("smooth", at(3, e1=float("nan")), None, False, "a gradient with NaN in it"),
        ("smooth", at(3, e2=float("inf")), None, False, "a gradient with an infinite entry"),
    ]
    judge(notebook, rng, cases, "Look at the shape first; and remember that every comparison with NaN is false.")


@points("is_gradient", 1)
def test_the_tolerance_is_the_callers(notebook, rng):
    """Errors within the tolerance that was asked for are forgiven, and larger ones are not, however small it is."""
    none = torch.zeros(4, dtype=torch.float64)
    cases = [
        ("smooth", at(4, e1=0.004), 0.05, True, "an error that is within the tolerance"),
        ("smooth", at(4, e1=0.004), 5e-4, False, "an error that is beyond the tolerance"),
        ("smooth", at(4, e2=-2e-5), None, True, "an error that is within the tolerance of the signature"),
        ("smooth", none, 1e-5, True, "a right gradient under a small tolerance"),
        ("smooth", at(4, e3=2e-4), 2e-5, False, "an error that is beyond a small tolerance"),
        ("curved", none, 1e-5, True, "a right gradient of a function that bends much"),
        ("plane", at(4, e0=0.0015), 1e-4, False, "an error that is small beside its entry, but beyond the tolerance"),
    ]
    judge(notebook, rng, cases, "Measure more exactly than `tol`, and compare absolute errors with `tol`.")
