"""Hidden tests of `simpson`: cubics, the sum of equation (7), and numbers of intervals that are refused."""

import numpy as np

from autograder.testing import as_tensor, assert_close, inside, points, raises, require


@inside
def integrate(ns, kind, c, a, b, n):
    """The notebook's integral of a function of this kind."""
    functions = {
        "cubic": lambda t: c[0] + c[1] * t + c[2] * t**2 + c[3] * t**3,
        "wave": lambda t: c[0] * np.sin(3 * c[1] * t + c[2]) + c[3] * t,
        "bell": lambda t: c[0] * np.exp(-((t - c[1]) ** 2)) + c[2],
    }
    return ns.simpson(functions[kind], a, b, n)


def functions(c):
    """The same functions here."""
    return {
        "cubic": lambda t: c[0] + c[1] * t + c[2] * t**2 + c[3] * t**3,
        "wave": lambda t: c[0] * np.sin(3 * c[1] * t + c[2]) + c[3] * t,
        "bell": lambda t: c[0] * np.exp(-((t - c[1]) ** 2)) + c[2],
    }


def ask(notebook, kind, c, a, b, n):
    """The integral, one number."""
    area = as_tensor(notebook.run(integrate, kind, c, a, b, n), "the integral").reshape(-1)
    require(area.numel() == 1, "an integral is one number", hint="Add up all terms.")
    return area[0]


@points("simpson", 2)
def test_cubics_are_exact(notebook, rng):
    """The integral of a cubic polynomial is exact for any even number of intervals, to the right and to the left."""
    hint = "Weights 1, 4, 2, 4, ..., 2, 4, 1, times h / 3; n intervals have n + 1 ends. Which sign has h if b lies left of a?"
    for n in (2, 4, 6, 16):
        for swap in (False, True):
            c = rng.normal(4).tolist()
            a, b = float(rng.uniform(-2, -0.5)), float(rng.uniform(0.5, 2))
            a, b = (b, a) if swap else (a, b)
            exact = sum(c[j] * (b ** (j + 1) - a ** (j + 1)) / (j + 1) for j in range(4))
            order = "from right to left" if swap else "from left to right"
            what = f"the integral of a cubic {order}, with {n} intervals"
            assert_close(ask(notebook, "cubic", c, a, b, n), exact, rtol=1e-9, what=what, hint=hint)


@points("simpson", 2)
def test_the_sum_of_equation_7(notebook, rng):
    """For other functions the result is the sum with exactly so many intervals, error included."""
    for kind in ("wave", "bell"):
        for n in (2, 4, 10, 30):
            c, (a, b) = (1 + rng.uniform(0, 1, (4,))).tolist(), (-1 + rng.uniform(0, 3, (2,))).tolist()
            values, weights = functions(c)[kind](np.linspace(a, b, n + 1)), np.ones(n + 1)
            weights[1:-1:2], weights[2:-1:2] = 4, 2
            expected = (b - a) / n / 3 * float(values @ weights)
            hint = "Exactly n intervals, no more and no fewer: the error of few intervals is part of the answer."
            what = f"the sum with {n} intervals"
            assert_close(ask(notebook, kind, c, a, b, n), expected, rtol=1e-9, what=what, hint=hint)


@points("simpson", 1)
def test_odd_numbers_of_intervals_are_refused(notebook, rng):
    """Odd numbers of intervals, none and fewer are refused with a ValueError; two are enough."""
    c = rng.normal(4).tolist()
    ask(notebook, "cubic", c, 0.0, 1.0, 2)
    for n in (1, 3, 9, 0, -2):
        with raises("ValueError", what=f"an integral with {n} intervals", hint="Parabolas need pairs of intervals."):
            notebook.run(integrate, "cubic", c, 0.0, 1.0, n)
