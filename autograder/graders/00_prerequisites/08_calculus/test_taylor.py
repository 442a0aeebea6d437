"""Hidden tests of `taylor`: polynomials, the bound, and that the truth lies within it."""

import math

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_shape, inside, points, require


@inside
def predict(ns, derivatives, a, x, M):
    """The prediction and its bound, and the points after the call."""
    x = np.array(x) if isinstance(x, np.ndarray) else x
    answer = ns.taylor(derivatives, a, x, M)
    return answer, x


def ask(notebook, derivatives, a, x, M):
    """Value and bound, as tensors of x's shape."""
    asked = x.numpy() if isinstance(x, torch.Tensor) else x
    answer, after = notebook.run(predict, derivatives, a, asked, M)
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`taylor` has to return two things", hint="return value, bound", target="(value, bound)")
    value, bound = as_tensor(answer[0], "the prediction"), as_tensor(answer[1], "the bound")
    shape = tuple(x.shape) if isinstance(x, torch.Tensor) else ()
    assert_shape(value, shape, what="the prediction", hint="One for each point.")
    assert_shape(bound, shape, what="the bound", hint="One for each point.")
    hint = "The caller's array must not be changed."
    assert_close(after, as_tensor(x), rtol=0, atol=1e-12, what="the caller's array after the call", hint=hint)
    return value, bound


@points("taylor", 2)
def test_polynomials_are_predicted_exactly(notebook, rng):
    """A polynomial is its own Taylor polynomial, on both sides of the point and however far away."""
    hint = "The j-th term is f^(j)(a) (x - a)^j / j!, for every j that the list has."
    for degree in (0, 1, 2, 5):
        polynomial = np.polynomial.Polynomial(rng.normal(degree + 1).numpy())
        a, x = float(rng.uniform(0.5, 2)), 3 * rng.normal(9)
        x[4] = a  # where nothing is left but the first term
        derivatives = [float(polynomial(a))] + [float(polynomial.deriv(j)(a)) for j in range(1, degree + 1)]
        value, _ = ask(notebook, derivatives, a, x, 0.0)
        expected = torch.from_numpy(np.asarray(polynomial(x.numpy())))
        assert_close(value, expected, rtol=1e-9, what=f"the prediction of a polynomial of degree {degree}", hint=hint)


@points("taylor", 2)
def test_bound_of_the_remainder(notebook, rng):
    """The bound belongs to the first derivative that is not in the list, and is never negative."""
    hint = (
        "M times the distance to the power of k + 1, divided by (k + 1)!, where the list ends with the k-th derivative."
    )
    for count in (1, 2, 3, 6):
        a, M = float(rng.normal(1)[0]), float(rng.uniform(0.5, 3))
        x = a + rng.uniform(0.2, 2, (8,)) * torch.tensor([1, -1] * 4)  # on both sides
        _, bound = ask(notebook, rng.normal(count).tolist(), a, x, M)
        require(bool((bound >= 0).all()), "a bound is negative", hint="A distance has no sign.")
        expected = M * (x - a).abs() ** count / math.factorial(count)
        assert_close(bound, expected, rtol=1e-9, what="the bound", hint=hint)


@points("taylor", 1)
def test_truth_lies_within_the_bound(notebook, rng):
    """The exponential function and the sine are never further from the prediction than the bound says."""
    for k in (0, 2, 5):
        a, x = float(rng.uniform(-0.5, 0.5)), rng.uniform(-1.5, 1.5, (2, 3))
        value, bound = ask(notebook, [math.exp(a)] * (k + 1), a, x, math.exp(1.5))
        message = "the exponential function lies outside of the bound"
        require(bool(((x.exp() - value).abs() <= 1.000001 * bound + 1e-12).all()), message)
        wave = [math.sin(a), math.cos(a), -math.sin(a), -math.cos(a)]
        x = float(rng.uniform(-2, 2))
        value, bound = ask(notebook, [wave[j % 4] for j in range(k + 1)], a, x, 1.0)
        message = "the sine lies outside of the bound"
        require(bool(abs(math.sin(x) - value) <= 1.000001 * bound + 1e-12), message)
