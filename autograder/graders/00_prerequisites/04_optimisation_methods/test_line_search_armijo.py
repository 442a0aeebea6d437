"""Hidden tests of `line_search_armijo`: the first length that is accepted, equality, hopeless directions, NaN."""

import math

import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def search(ns, kind, a, g, theta, d, options):
    """The answer for one of a few losses, and theta and d after the call."""

    def bowl(x):
        return (a * x * x).sum() / 2

    def quartic(x):
        return float((a * x**4 / 4 + x).sum())

    def logarithm(x):
        return -torch.log(1 - x).sum() - 2 * x.sum()  # NaN beyond 1

    def cliff(x):
        return float((a * x * x).sum() / 2) if float(x.abs().max()) <= 1 else math.inf

    def needle(x):
        moved = float(x.abs().sum())
        return -10 * moved if moved < float(a[0]) else moved

    losses = {"bowl": bowl, "quartic": quartic, "logarithm": logarithm, "cliff": cliff, "needle": needle}
    theta, d = theta.clone(), d.clone()
    return ns.line_search_armijo(losses[kind], g, theta, d, **options), theta, d


def ask(notebook, kind, a, g, theta, d, **options):
    """The length that was found; theta and d have to be what they were."""
    length, theta_after, d_after = notebook.run(search, kind, a, g, theta, d, options)
    hint = "`theta += lr * d` writes into theta; `theta + lr * d` makes a new tensor."
    assert_close(theta_after, theta, rtol=0, atol=0, what="theta after the call", hint=hint)
    assert_close(d_after, d, rtol=0, atol=0, what="d after the call", hint=hint)
    length = as_tensor(length, "the step length").reshape(-1)
    require(length.numel() == 1, "the step length has to be one number")
    return float(length[0])


def expect(loss, g, theta, d, lr=1.0, c=1e-4, shrink=0.5):
    """The first length that satisfies (5)."""
    while not float(loss(theta + lr * d)) <= float(loss(theta)) + c * lr * float(g @ d):
        lr *= shrink
    return lr


def compare(found, expected, hint):
    """Lengths agree, up to rounding."""
    message = f"the step length is too {'long' if found > expected else 'short'}"
    require(abs(found - expected) <= 1e-9 * expected, message, hint=hint)


@points("line_search_armijo", 2)
def test_first_length_that_is_accepted(notebook, rng):
    """The length is the first of lr, lr * shrink, ... with the decrease that (5) asks for, in any direction."""
    hint = "Start with lr, stop at the first length for which (5) holds; the slope is g^T d, and d may have any length."
    for options in (
        {},
        {"lr": 0.01},
        {"c": 0.45},
        {"lr": 8.0, "c": 0.9, "shrink": 0.8},
        {"lr": 0.3, "c": 0.7, "shrink": 0.1},
    ):
        a, theta = rng.uniform(0.5, 9, (4,)), rng.normal(4)
        g = a * theta
        for d in (-g, -0.3 * g, -g * rng.uniform(0.1, 3, (4,))):
            expected = expect(lambda x, a=a: (a * x * x).sum() / 2, g, theta, d, **options)
            compare(ask(notebook, "bowl", a, g, theta, d, **options), expected, hint)
        g = a * theta**3 + 1
        expected = expect(lambda x, a=a: (a * x**4 / 4 + x).sum(), g, theta, -g, **options)
        compare(ask(notebook, "quartic", a, g, theta, -g, **options), expected, hint)


@points("line_search_armijo", 1)
def test_the_share_of_the_slope(notebook, rng):
    """The decrease has to be the share c of what the slope promises, no less; exactly that much is enough."""
    a, theta = torch.tensor([2.0], dtype=torch.float64), torch.tensor([1.0], dtype=torch.float64)
    g = a * theta
    hint = (
        "(5) with c times lr times g^T d, and <=. For a bowl of curvature a this accepts exactly lr <= 2 (1 - c) / a."
    )
    for c, expected in ((0.5, 0.5), (0.75, 0.25), (0.875, 0.125), (0.25, 0.5), (0.0, 1.0)):
        compare(ask(notebook, "bowl", a, g, theta, -g, c=c), expected, hint)
    for curvature in rng.uniform(3, 30, (3,)).tolist():
        a, theta = torch.full((2,), curvature, dtype=torch.float64), rng.normal(2)
        g = a * theta
        for c in (0.2, 0.6):
            largest = 2 * (1 - c) / curvature
            found = ask(notebook, "bowl", a, g, theta, -g, lr=0.9, c=c, shrink=0.9)
            message = "the step length is too long for the share of the slope that is asked for"
            require(found <= largest * (1 + 1e-9), message, hint=hint)
            message = "the step length is too short: a longer one has the decrease that is asked for"
            require(found >= 0.9 * largest * (1 - 1e-9), message, hint=hint)


@points("line_search_armijo", 1)
def test_hopeless_directions(notebook, rng):
    """Directions that do not lead downhill, and losses that never fall far enough, give 0.0."""
    a, theta = rng.uniform(1, 3, (3,)), rng.normal(3)
    g = a * theta
    cases = [
        ("bowl", a, g, theta, g, "for a direction that leads uphill"),
        ("bowl", a, g, theta, 0 * g, "for a direction of zeros"),
        ("bowl", a, 0 * g, 0 * theta, -g, "at the minimum, where the gradient is zero"),
    ]
    for kind, a_, g_, theta_, d, where in cases:
        found = ask(notebook, kind, a_, g_, theta_, d)
        require(found == 0, f"{where} the step length should be 0", hint="Compute g^T d first: it has to be negative.")
    zero, one = torch.zeros(1, dtype=torch.float64), torch.ones(1, dtype=torch.float64)
    found = ask(notebook, "needle", 0 * one, -one, zero, one)
    hint = "Where nothing is accepted the search must end: lengths below 1e-12 are not tried."
    require(found == 0, "where no length is accepted the answer should be 0", hint=hint)
    found = ask(notebook, "needle", 1e-13 * one, -one, zero, one)
    require(found == 0, "a length below 1e-12 was accepted", hint=hint)
    found = ask(notebook, "needle", one, -one, zero, one, lr=1e-12)
    require(found == 1e-12, "a length of exactly 1e-12 was not tried", hint="Lengths of 1e-12 or more are tried.")
    found = ask(notebook, "needle", 3e-11 * one, -one, zero, one)
    require(found > 0, "the search ended too early: there was a length above 1e-12", hint=hint)


@points("line_search_armijo", 1)
def test_losses_that_are_not_numbers(notebook, rng):
    """Lengths at which the loss is NaN or infinite are refused, and the search goes on."""
    for _ in range(3):
        theta = rng.uniform(-0.5, 0.3, (3,))
        g = 1 / (1 - theta) - 2
        d = -g * rng.uniform(2, 6, (3,))
        expected = expect(lambda x: -torch.log(1 - x).sum() - 2 * x.sum(), g, theta, d, lr=4.0)
        found = ask(notebook, "logarithm", theta, g, theta, d, lr=4.0)
        hint = "Every comparison with NaN is False: ask `is it low enough?`, not `is it too high?`."
        compare(found, expected, hint)
    theta = torch.tensor([0.3, -0.4], dtype=torch.float64) * rng.uniform(0.8, 1.2, (2,))
    a = torch.tensor([2.0, 3.0], dtype=torch.float64)
    g = a * theta
    d = -30 * g
    expected = expect(lambda x: (a * x * x).sum() / 2 if x.abs().max() <= 1 else math.inf, g, theta, d, lr=64.0)
    compare(ask(notebook, "cliff", a, g, theta, d, lr=64.0), expected, "Infinity is not low enough.")
