"""Hidden tests of `steps_needed`: the number, its ends, and whether the prediction comes true."""

import math

import torch

from autograder.testing import as_tensor, points, require


def predict(notebook, eigenvalues, lr, shrink):
    """The student's number, a whole one or infinity."""
    answer = as_tensor(notebook.steps_needed(eigenvalues, float(lr), float(shrink)), "the number of steps").reshape(-1)
    require(answer.numel() == 1, "the number of steps has to be one number")
    steps = float(answer[0])
    require(steps == math.inf or (math.isfinite(steps) and steps == int(steps)), "steps are counted in whole numbers")
    return steps


def explain(found, expected):
    """Which way a number is wrong."""
    return f"the predicted number of steps is {'too high' if found > expected else 'too low'}"


@points("steps_needed", 2)
def test_the_slowest_direction_decides(notebook, rng):
    """The number is the smallest that is enough for the slowest direction, be it a flat one or one that is overshot."""
    hint = (
        "The largest |1 - lr * eigenvalue|, in absolute value, over all of them; round the quotient of logarithms up."
    )
    for low, high, share in ((0.5, 2.0, 0.4), (0.5, 2.0, 1.8), (0.01, 1.0, 1.0), (1.0, 1.4, 1.6)):
        eigenvalues = rng.uniform(low, high, (5,))
        eigenvalues = eigenvalues[torch.from_numpy(rng.numpy.permutation(5))]
        lr = share / float(eigenvalues.max())
        rate = float((1 - lr * eigenvalues).abs().max())
        for steps in (1, 2, 7, 40):
            shrink = rate ** (steps - 0.5)  # between two numbers of steps: rounding decides nothing
            found = predict(notebook, eigenvalues, lr, shrink)
            require(found == steps, explain(found, steps), hint=hint)


@points("steps_needed", 1)
def test_never_and_at_once(notebook, rng):
    """Rates that lead away and flat directions never get there; a shrink of 1 needs no step, a perfect rate one."""
    some = rng.uniform(0.5, 2, (4,))
    top = float(some.max())
    flat = torch.cat([some, torch.zeros(1, dtype=torch.float64)])
    alike = torch.full((3,), 4.0, dtype=torch.float64)
    cases = [
        (some, 2.5 / top, 0.1, math.inf, "where the walk leads away"),
        (alike, 0.5, 0.1, math.inf, "where the walk flips back and forth for ever"),
        (flat, 1 / top, 0.1, math.inf, "with a flat direction"),
        (flat, 1 / top, 1.0, 0, "with a flat direction and nothing to shrink"),
        (some, 2.5 / top, 1.0, 0, "where the walk leads away and nothing has to shrink"),
        (some, 1 / top, 1.0, 0, "where nothing has to shrink"),
        (alike, 0.25, 1e-6, 1, "where one step leads to the minimum"),
        (alike, 0.25, 0.5, 1, "where one step leads to the minimum"),
    ]
    for eigenvalues, lr, shrink, expected, where in cases:
        found = predict(notebook, eigenvalues, lr, shrink)
        hint = (
            "A factor of 1 or more never shrinks; a factor of 0 has no logarithm; no step leaves the distance as it is."
        )
        require(found == expected, f"{where} {explain(found, expected)}", hint=hint)


@points("steps_needed", 1)
def test_prediction_comes_true(notebook, rng):
    """The worst start is close enough after the predicted number of steps, and not one step earlier."""
    for share in (0.2, 0.9, 1.7):
        eigenvalues = rng.uniform(0.05, 1.5, (6,))
        lr = share / float(eigenvalues.max())
        shrink = float(rng.uniform(0.001, 0.3))
        steps = predict(notebook, eigenvalues, lr, shrink)
        require(0 < steps < 100_000, "a walk that arrives is said to take for ever, or no time")
        factors = (1 - lr * eigenvalues).abs()
        require(
            bool((factors**steps <= shrink * (1 + 1e-9)).all()), explain(0, 1), hint="Every direction has to shrink."
        )
        require(bool((factors ** (steps - 1) > shrink * (1 - 1e-9)).any()), explain(1, 0), hint="The smallest number.")
