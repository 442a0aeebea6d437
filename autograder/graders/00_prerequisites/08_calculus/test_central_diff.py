"""Hidden tests of `central_diff`: parabolas, the step that was asked for, shapes and the caller's points."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points


@inside
def of_polynomial(ns, coefficients, x, h):
    """The estimated slopes of a cubic polynomial, and the points after the call."""
    c_0, c_1, c_2, c_3 = coefficients
    x = np.array(x) if isinstance(x, np.ndarray) else x
    slopes = ns.central_diff(lambda t: c_0 + c_1 * t + c_2 * t**2 + c_3 * t**3, x, h)
    return slopes, x


@inside
def of_function(ns, name, x):
    """The estimated slopes of a function of NumPy, with the step that the notebook takes by itself."""
    return ns.central_diff(getattr(np, name), x)


@points("central_diff", 1)
def test_a_parabola_has_no_error(notebook, rng):
    """For a parabola the central difference is exact, whatever the step."""
    for h in (0.01, 0.25, 2.0):
        c, x = rng.normal(3).tolist(), rng.normal(7)
        slopes, _ = notebook.run(of_polynomial, [*c, 0.0], x.numpy(), h)
        hint = "One point on either side of x, and the distance between the two."
        assert_close(slopes, c[1] + 2 * c[2] * x, rtol=1e-9, what="the slope of a parabola", hint=hint)


@points("central_diff", 1)
def test_the_step_is_the_one_that_was_asked_for(notebook, rng):
    """For a cubic the error grows with the square of the step that was asked for, as Taylor says."""
    for h in (0.5, 0.1):
        c, x = rng.normal(4).tolist(), rng.normal(5)
        slopes, _ = notebook.run(of_polynomial, c, x.numpy(), h)
        expected = c[1] + 2 * c[2] * x + 3 * c[3] * x**2 + c[3] * h**2
        hint = "Use h as it is: equation (2), no better formula and no other step."
        assert_close(slopes, expected, rtol=1e-9, what="the estimate for a cubic", hint=hint)


@points("central_diff", 2)
def test_shapes_and_the_callers_points(notebook, rng):
    """Numbers and arrays of any shape are taken, and the caller's array is the same afterwards."""
    for shape in ((4,), (2, 3), (1, 2, 2), (0,)):
        c, x = rng.normal(4).tolist(), rng.normal(*shape)
        slopes, after = notebook.run(of_polynomial, c, x.numpy(), 0.25)
        assert_shape(slopes, shape, what="the array of slopes", hint="One slope for each point.")
        expected = c[1] + 2 * c[2] * x + 3 * c[3] * x**2 + c[3] / 16
        assert_close(slopes, expected, rtol=1e-9, what="the estimates for an array of points")
        hint = "`x += h` writes into the caller's array; `x + h` makes a new one."
        assert_close(after, x, rtol=0, atol=1e-12, what="the caller's array after the call", hint=hint)
    c, x = rng.normal(4).tolist(), float(rng.normal(1)[0])
    slope, _ = notebook.run(of_polynomial, c, x, 0.5)
    expected = torch.tensor(c[1] + 2 * c[2] * x + 3 * c[3] * x**2 + c[3] / 4, dtype=torch.float64)
    assert_close(slope, expected, rtol=1e-9, what="the estimate for one point")
    x = rng.uniform(-1, 1, (6,))
    for name, expected in (("sin", x.cos()), ("exp", x.exp()), ("tanh", 1 - x.tanh() ** 2)):
        slopes = as_tensor(notebook.run(of_function, name, x.numpy()), "the slopes")
        assert_close(slopes, expected, rtol=1e-7, what=f"the slope of {name}, with the step of the signature")
