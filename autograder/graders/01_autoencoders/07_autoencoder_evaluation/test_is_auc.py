"""Hidden tests of `is_auc`: programs that it must accept, and programs that it must reject."""

import numpy as np
import torch

from autograder.testing import inside, points, require


@inside
def right_program(ns, number):
    """Programs that do what equation (8) says."""

    def by_pairs(normal, odd):
        wins = (odd[:, None] > normal[None]).double() + 0.5 * (odd[:, None] == normal[None]).double()
        return wins.mean()

    def by_ranks(normal, odd):
        both = np.concatenate([odd.numpy(), normal.numpy()])
        _, where, counts = np.unique(both, return_inverse=True, return_counts=True)
        ranks = (np.cumsum(counts) - (counts - 1) / 2)[where]
        n, m = len(odd), len(normal)
        return (ranks[:n].sum() - n * (n + 1) / 2) / (n * m)

    def by_loops(normal, odd):
        total = 0.0
        for a in odd.tolist():
            for b in normal.tolist():
                total += 1.0 if a > b else 0.5 if a == b else 0.0
        return total / (len(odd) * len(normal))

    def by_area(normal, odd):
        limits = torch.cat([normal, odd]).unique().flip(0)
        hits = torch.cat([torch.zeros(1), (odd[:, None] >= limits).double().mean(0)])
        alarms = torch.cat([torch.zeros(1), (normal[:, None] >= limits).double().mean(0)])
        return float(torch.trapezoid(hits, alarms))

    def by_search(normal, odd):
        ordered = normal.sort().values
        below = torch.searchsorted(ordered, odd, right=False) + torch.searchsorted(ordered, odd, right=True)
        return below.double().mean() / (2 * len(normal))

    return [by_pairs, by_ranks, by_loops, by_area, by_search][number]


@inside
def wrong_program(ns, number):
    """Programs that compute something else."""

    def pairs(normal, odd, tie):
        return float(((odd[:, None] > normal).double() + tie * (odd[:, None] == normal).double()).mean())

    def either_way(normal, odd):
        value = pairs(normal, odd, 0.5)
        return max(value, 1 - value)

    def ranks_without_ties(normal, odd):
        order = torch.cat([odd, normal]).argsort(stable=True).argsort().double() + 1
        n, m = len(odd), len(normal)
        return float((order[:n].sum() - n * (n + 1) / 2) / (n * m))

    def pairs_in_step(normal, odd):
        n = min(len(normal), len(odd))
        wins = (odd[:n] > normal[:n]).double() + 0.5 * (odd[:n] == normal[:n]).double()
        return float(wins.mean())

    def swapped_sizes(normal, odd):
        both = torch.cat([odd, normal])
        below = (both[:, None] > both).double().sum(1) + 0.5 * (both[:, None] == both).double().sum(1) + 0.5
        m = len(normal)
        return float((below[: len(odd)].sum() - m * (m + 1) / 2) / (len(odd) * m))

    def accuracy_at_the_middle(normal, odd):
        limit = torch.cat([normal, odd]).median()
        return float(((odd > limit).double().mean() + (normal <= limit).double().mean()) / 2)

    def few_limits(normal, odd):
        limits = torch.linspace(1, 0, 101, dtype=torch.float64)
        hits, alarms = (odd[:, None] >= limits).double().mean(0), (normal[:, None] >= limits).double().mean(0)
        return float(torch.trapezoid(hits, alarms))

    def nearly_equal_is_equal(normal, odd):
        close = (odd[:, None] - normal).abs() < 1e-3
        return float(torch.where(close, torch.tensor(0.5).double(), (odd[:, None] > normal).double()).mean())

    def absolute_scores(normal, odd):
        return pairs(normal.abs(), odd.abs(), 0.5)

    return [
        lambda normal, odd: pairs(normal, odd, 0.0),
        lambda normal, odd: pairs(normal, odd, 1.0),
        lambda normal, odd: 1 - pairs(normal, odd, 0.5),
        either_way,
        ranks_without_ties,
        pairs_in_step,
        swapped_sizes,
        accuracy_at_the_middle,
        few_limits,
        nearly_equal_is_equal,
        absolute_scores,
    ][number]


@inside
def odd_program(ns, number):
    """Programs that crash, return something else, or change what they were given."""

    def right(normal, odd):
        return ((odd[:, None] > normal).double() + 0.5 * (odd[:, None] == normal).double()).mean()

    def sorts_in_place(normal, odd):
        value = right(normal, odd)
        normal.copy_(normal.sort().values)
        return value

    def clears_the_odd(normal, odd):
        value = right(normal, odd)
        odd.zero_()
        return value

    def crashes(normal, odd):
        raise RuntimeError("no scores today")

    def fails_for_one(normal, odd):
        if len(odd) == 1:
            raise ZeroDivisionError("n - 1")
        return right(normal, odd)

    return [
        crashes,
        lambda normal, odd: None,
        lambda normal, odd: "0.5",
        lambda normal, odd: float("nan"),
        lambda normal, odd: (
            ((odd[:, None] > normal).double() + 0.5 * (odd[:, None] == normal).double()).mean(0).repeat(2)
        ),
        lambda normal: 0.5,
        sorts_in_place,
        clears_the_odd,
        fails_for_one,
    ][number]


def judge(notebook, programs, verdict, names, hint):
    """Put programs to the student's check."""
    for number, name in names:
        answer = notebook.is_auc(notebook.run(programs, number))
        require(
            isinstance(answer, bool), "the verdict has to be a bool", hint="Wrap it: `bool(...)`, or `return True`."
        )
        require(answer == verdict, f"your check {'rejects' if verdict else 'accepts'} {name}", hint=hint)


ACCEPTED = "This program is right, however it is written: compare what comes out, up to rounding."


@points("is_auc", 3)
def test_ties_and_the_way_it_points(notebook):
    """Right programs are accepted; those with another rule for ties, or that turn the score round, are rejected."""
    judge(notebook, right_program, True, [(0, "equation (8) by pairs"), (1, "equation (9) in NumPy")], ACCEPTED)
    names = [
        (0, "a program that loses ties"),
        (1, "a program that counts ties in full"),
        (2, "a program that points the other way"),
        (3, "a program that never answers less than one half"),
        (4, "ranks in which equal scores are ordered by their place"),
    ]
    hint = "Feed scores with many ties between the sets, and scores for which the truth is well below one half."
    judge(notebook, wrong_program, False, names, hint)


@points("is_auc", 2)
def test_numbers_that_are_wrong(notebook):
    """Right programs are accepted; those that are right for some scores, or some sizes of the sets, only are rejected."""
    judge(notebook, right_program, True, [(2, "two loops"), (3, "the area under a curve")], ACCEPTED)
    names = [
        (5, "a program that compares the first with the first, the second with the second"),
        (6, "a program that confuses the sizes of the sets"),
        (7, "the balanced accuracy at one limit"),
        (8, "limits between 0 and 1 only"),
        (9, "a program that takes scores for equal that nearly are"),
        (10, "a program that drops the signs of the scores"),
    ]
    hint = "Feed sets of different sizes, negative scores, scores beyond 1, and scores that differ by very little."
    judge(notebook, wrong_program, False, names, hint)


@points("is_auc", 2)
def test_programs_that_do_anything(notebook):
    """A program may crash, return no number, or change its inputs: it is rejected, and nothing raises."""
    judge(notebook, right_program, True, [(4, "a program that returns a tensor without axes")], ACCEPTED)
    names = [
        (0, "a program that raises"),
        (1, "a program that returns None"),
        (2, "a program that returns text"),
        (3, "a program that returns NaN"),
        (4, "a program that returns many numbers"),
        (5, "a program that takes one argument"),
        (6, "a program that sorts its input in place"),
        (7, "a program that clears its input"),
        (8, "a program that fails for a single odd score"),
    ]
    hint = "Catch exceptions, look at what comes back, and compare the inputs with copies made beforehand."
    judge(notebook, odd_program, False, names, hint)
