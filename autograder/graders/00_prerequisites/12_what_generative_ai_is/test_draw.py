"""Hidden tests of `draw`: where u lands, the ends of the stretches, and tables of all sizes."""

import math

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, require


@inside
def throw(ns, counts, u):
    """The outcomes, and both arguments after the call."""
    counts = np.array(counts)
    u = np.array(u) if isinstance(u, np.ndarray) else u
    return ns.draw(counts, u), counts, u


def ask(notebook, counts, u):
    """The outcomes, whole numbers of u's shape; the caller's arrays must be as they were."""
    answer, counts_after, u_after = notebook.run(throw, counts.numpy(), u.numpy() if isinstance(u, torch.Tensor) else u)
    assert_close(counts_after, counts, rtol=0, atol=0, what="the caller's counts after the call")
    assert_close(u_after, as_tensor(u), rtol=0, atol=0, what="the caller's u after the call")
    if isinstance(u, torch.Tensor):
        assert_dtype(answer, torch.int64, what="the array of outcomes", hint="Outcomes are whole numbers.")
    outcome = as_tensor(answer, "the outcomes")
    hint = "A float u has a single outcome; an array of them, one outcome for each."
    require(outcome.shape == as_tensor(u).shape, "the outcomes do not have the shape of u", hint=hint)
    require(not isinstance(answer, float), "an outcome is a whole number, not a float")
    return outcome


def reference(counts, u):
    """Equation (3)."""
    ends = counts.double().cumsum(0)
    return (ends <= (as_tensor(u) * ends[-1])[..., None]).sum(-1)


def clear(counts, u):
    """The same u, but those moved that are within rounding of an end."""
    ends = counts.double().cumsum(0) / counts.double().sum()
    near = ((u[..., None] - ends).abs() < 1e-9).any(-1)
    return torch.where(near, (u + 1e-6) % 1, u)


@points("draw", 2)
def test_where_u_lands(notebook, rng):
    """Each u lands on the stretch of equation (3), for whole numbers and floats, and for u of any shape."""
    hint = "The smallest k with u N < the sum of the counts up to k: how many ends does u N reach or pass?"
    for size, shape in ((4, (300,)), (1, (5,)), (2, (3, 4)), (7, (2, 3, 5)), (27, (400,)), (3, (0,))):
        counts = rng.integers(0, 6, (size,))
        counts[int(rng.integers(0, size))] += 2
        for table in (counts, counts.double() * rng.uniform(0.5, 2, (size,))):
            u = clear(table, rng.uniform(0, 1, shape))
            assert_close(ask(notebook, table, u), reference(table, u).double(), what="the array of outcomes", hint=hint)
        u = float(clear(counts, rng.uniform(0, 1, (1,)))[0])
        assert_close(ask(notebook, counts, u), reference(counts, u).double(), what="the outcome of a float", hint=hint)


@points("draw", 2)
def test_ends_of_the_stretches(notebook, rng):
    """An end belongs to the next stretch, what has the count 0 never comes, and no u below 1 falls off the end."""
    almost_one = math.nextafter(1.0, 0.0)
    for counts in ([2, 0, 5, 1], [0, 0, 3, 1], [1, 1, 2, 0, 0], [0, 4, 0, 4, 0], [8], [0, 1], [1, 0]):
        table = torch.tensor(counts)
        total = int(table.sum())  # a power of two: u N is exact, however it is computed
        u = torch.cat([torch.arange(total).double() / total, torch.tensor([almost_one], dtype=torch.float64)])
        for each in (table, table.double() / 16):
            outcome = ask(notebook, each, u)
            hint = "u = 0 passes the end of a count of 0 in front; u just below 1 stops before counts of 0 at the back."
            possible = (outcome >= 0) & (outcome < len(table))
            require(bool(possible.all()), "there is an outcome that does not exist", hint=hint)
            never = bool((table[outcome.long()] > 0).all())
            require(never, "an outcome of count 0 was drawn", hint=hint)
            hint = "On an end, u N is not smaller than the sum up to there: it belongs to the next stretch."
            assert_close(outcome, reference(table, u).double(), what="the array of outcomes at the ends", hint=hint)
    for size in (10, 49, 1000):
        for counts in (torch.ones(size).long(), 0.1 * torch.ones(size).double()):
            counts = torch.cat([counts, counts.new_zeros(2)])
            message = "a u just below 1 has no outcome, or an impossible one"
            hint = "Ten tenths do not sum to 1 in floats. Stretch u by the last end, and do not divide the counts."
            outcome = ask(notebook, counts, torch.tensor([almost_one], dtype=torch.float64))
            require(float(outcome[0]) == size - 1, message, hint=hint)


@points("draw", 1)
def test_only_proportions_count(notebook, rng):
    """Evenly spread u hit each outcome as often as its count says, whatever the counts sum to."""
    for size in (2, 5, 12):
        counts = rng.integers(0, 5, (size,))
        counts[int(rng.integers(0, size))] += 1
        total = int(counts.sum())
        u = (torch.arange(20 * total).double() + 0.5) / (20 * total)
        u = u[torch.from_numpy(rng.numpy.permutation(len(u)))]
        for table in (counts, counts * 10**12, counts * 1e-12, counts * 1e6, counts / total):
            outcome = ask(notebook, table, u)
            found = torch.stack([(outcome == k).sum() for k in range(size)])
            hint = "A stretch is as long as its count, and u is stretched by the sum of all counts."
            assert_close(found / 20, counts, rtol=0, atol=1e-9, what="how often each outcome comes", hint=hint)
