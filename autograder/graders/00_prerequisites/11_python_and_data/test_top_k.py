"""Hidden tests of `top_k`: the order, ties, NaN, kinds of numbers that have no minus, and how many there are."""

import math

import numpy as np
import torch

from autograder.testing import assert_close, assert_dtype, inside, points, require


@inside
def ask(ns, scores, k):
    """The positions, and whether the scores have been changed."""
    given = scores.copy()
    found = ns.top_k(given, k)
    return found, given.tobytes() != scores.tobytes()


def reference(scores, k):
    """Python's own sort, which is stable."""
    values = [float(x) for x in scores.tolist()]
    order = sorted(range(len(values)), key=lambda i: (1, 0.0) if math.isnan(values[i]) else (0, -values[i]))
    return torch.tensor(order[:k], dtype=torch.int64)


def check(notebook, scores, k, hint):
    """Compare with a stable sort."""
    found, changed = notebook.run(ask, scores, k)
    require(found is not None, "nothing is returned", hint="Is a `return` missing?")
    right = reference(scores, k).double()
    if len(right):
        assert_close(found, right, what="the array of positions", hint=hint)
        assert_dtype(found, torch.int64, what="the array of positions", hint="Positions, not scores.")
    else:
        require(np.asarray(found).shape == (0,), "asked for none, your answer is not an array of shape [0]", hint=hint)
    require(not changed, "the scores are changed", hint="`scores.sort()` sorts in place, `np.sort(scores)` does not.")


def draw_different(rng, n):
    """n different numbers in random order."""
    return rng.numpy.permutation(n) / n * float(rng.uniform(1, 9)) - 2.0


@points("top_k", 2)
def test_largest_first(notebook, rng):
    """The positions of the largest scores come back, the largest first."""
    hint = "Positions, as from argsort, beginning with that of the largest score."
    for n, k in ((6, 2), (9, 4), (12, 12), (40, 7), (1, 1), (8, 1)):
        check(notebook, draw_different(rng, n), k, hint)
    check(notebook, np.array([1.0, math.inf, -math.inf, 3.0]), 4, hint)
    check(notebook, draw_different(rng, 10) * 1e-300, 5, hint)


@points("top_k", 1)
def test_ties(notebook, rng):
    """Among equal scores the earlier position comes first, also among hundreds, and where k cuts through a tie."""
    hint = "Turning the order round turns ties round, too; and only a stable sort keeps them."
    for n, kinds, k in ((5, 2, 4), (50, 3, 20), (500, 4, 200), (500, 2, 500), (400, 1, 300)):
        check(notebook, rng.numpy.integers(0, kinds, n) / 4, k, hint)
    check(notebook, np.array([0.0, -0.0, 0.0, -0.0]), 3, hint)


@points("top_k", 1)
def test_not_a_number(notebook, rng):
    """NaN comes after all numbers, minus infinity included, and several NaN stay in order."""
    hint = "argsort puts NaN at the end. Whoever turns the order round has it in front."
    for n, k in ((8, 3), (30, 30), (400, 390)):
        scores = rng.numpy.integers(-3, 4, n).astype(np.float64)
        scores[rng.uniform(0, 1, (n,)).numpy() < 0.3] = math.nan
        scores[1], scores[2], scores[3] = math.nan, -math.inf, -math.inf
        check(notebook, scores, k, hint)
    check(notebook, np.array([math.nan, math.nan]), 1, hint)


@points("top_k", 1)
def test_other_kinds_and_sizes(notebook, rng):
    """Whole numbers, unsigned ones and bools are ranked like floats; k may be 0, or larger than there are scores."""
    hint = "Minus an unsigned number is no negative number, and bools have no minus. Floats have."
    for dtype in (np.uint8, np.uint64, np.int64, np.int8, np.float32):
        scores = rng.numpy.integers(0, 100, 30).astype(dtype)
        scores[7] = 0
        check(notebook, scores, 30, hint)
    check(notebook, np.array([-128, 127, 0, -128], dtype=np.int8), 4, hint)
    check(notebook, rng.uniform(0, 1, (25,)).numpy() < 0.5, 25, hint)
    big = 2**52 + rng.numpy.permutation(40)
    check(notebook, big, 40, "Below 2^53 every whole number is a float64; float32 has fewer.")
    for k in (0, 7, 100):
        check(notebook, draw_different(rng, 6), k, "As many as there are, if more are asked for; none for 0.")
