"""Hidden tests of `group_mean`: sums of groups, missing values, keys of all kinds, and whole pictures."""

import math

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, inside, points, require

SUMS = "In each group: the sum of the known values, divided by how many are known."


@inside
def ask(ns, keys, values):
    """Groups (as plain values), counts, means; and whether the values have been changed."""
    given_keys, given = np.array(keys), values.copy()
    answer = ns.group_mean(given_keys, given)
    changed = given.tobytes() != values.tobytes() or given_keys.tolist() != list(keys)
    if not isinstance(answer, (tuple, list)) or len(answer) != 3:
        return None, None, None, changed
    groups, counts, means = answer
    groups = [g.item() if hasattr(g, "item") else g for g in groups]
    return [str(g) if isinstance(g, str) else int(g) for g in groups], np.asarray(counts), np.asarray(means), changed


def reference(keys, values):
    """Group by group and column by column."""
    groups = sorted(set(keys))
    table = values.reshape(len(keys), -1)
    counts, means = [], []
    for group in groups:
        rows = [row for key, row in zip(keys, table.tolist(), strict=True) if key == group]
        known = [[x for x in column if not math.isnan(x)] for column in zip(*rows, strict=True)]
        counts.append([len(column) for column in known])
        means.append([math.fsum(column) / len(column) if column else math.nan for column in known])
    shape = (len(groups), *values.shape[1:])
    return (
        groups,
        torch.tensor(counts, dtype=torch.float64).reshape(shape),
        torch.tensor(means, dtype=torch.float64).reshape(shape),
    )


def check(notebook, keys, values, hint=SUMS):
    """Compare groups, counts and means."""
    groups, counts, means, changed = notebook.run(ask, list(keys), values)
    require(groups is not None, "what is returned is not three things", hint="groups, counts, means")
    right_groups, right_counts, right_means = reference(list(keys), values)
    kept = "the groups are not the different keys in ascending order"
    require(groups == right_groups, kept, hint="Every key once, and none that does not occur.")
    assert_close(
        counts, right_counts, what="the table of counts", hint="Count the values that are not NaN, in each column."
    )
    found = as_tensor(means, "the table of means")
    known = right_counts > 0
    if tuple(found.shape) == tuple(right_means.shape):
        message = "the mean of a group without values is not NaN"
        require(bool(torch.isnan(found[~known]).all()), message, hint="Nothing divided by nothing: leave NaN there.")
        assert_close(found[known], right_means[known], rtol=1e-9, what="the table of means", hint=hint)
    else:
        assert_close(found, right_means, what="the table of means", hint=hint)
    require(str(means.dtype) == "float64", "the means are not float64", hint="Means are numbers with a point.")
    require(not changed, "keys or values are changed", hint="np.where makes a new array; `values[...] = 0` does not.")


@points("group_mean", 2)
def test_counts_and_means(notebook, rng):
    """Groups of different sizes have their own counts and means, in ascending order of their keys."""
    for n, d in ((12, None), (20, 3), (9, 9), (1, None), (1, 4)):
        keys = [int(key) for key in rng.integers(0, 4, (n,))]
        values = rng.normal(*((n,) if d is None else (n, d))).numpy() + 1.5
        check(notebook, keys, values)
    check(notebook, [5, 5, 2, 5], rng.normal(4, 2).numpy() * 1e8)


@points("group_mean", 2)
def test_missing_values(notebook, rng):
    """NaN is left out of counts and means, column by column; where all is missing, the count is 0 and the mean NaN."""
    hint = "NaN is contagious, and a missing value is no zero: leave it out of the sum and of the number."
    for shape in ((15,), (14, 3), (10, 1)):
        keys = [int(key) for key in rng.integers(0, 3, (shape[0],))]
        keys[:3] = [0, 1, 2]
        values = rng.normal(*shape).numpy() + 4
        values[rng.uniform(0, 1, shape).numpy() < 0.3] = math.nan
        values[[i for i, key in enumerate(keys) if key == 1]] = math.nan
        check(notebook, keys, values, hint)
    values = rng.normal(4, 2).numpy()
    values[0, 0] = values[2, 0] = math.nan
    check(notebook, [8, 3, 8, 3], values, hint)


@points("group_mean", 1)
def test_keys_of_all_kinds(notebook, rng):
    """Keys may be texts, negative, far apart or all equal."""
    hint = "np.unique with return_inverse makes positions out of any keys."
    names = ["rapid", "tiny", "a", "Zebra", "tiny ", "éclair"]
    check(notebook, [names[int(i)] for i in rng.integers(0, 6, (14,))], rng.normal(14).numpy(), hint)
    check(notebook, [[-7, 10**6, 0, -1][int(i)] for i in rng.integers(0, 4, (13,))], rng.normal(13, 2).numpy(), hint)
    check(notebook, [4] * 6, rng.normal(6, 2).numpy(), hint)
    check(notebook, [-1] * 3 + [-2], rng.normal(4).numpy(), hint)


@points("group_mean", 1)
def test_pictures(notebook, rng):
    """With one column for each pixel, the means of the classes are pictures, and together they give the mean of all."""
    labels = [int(label) for label in rng.integers(0, 10, (200,))]
    values = rng.uniform(0, 1, (200, 64)).numpy()
    check(notebook, labels, values)
    _, counts, means, _ = notebook.run(ask, labels, values)
    whole = (as_tensor(counts) / 200 * as_tensor(means)).sum(dim=0)
    hint = "Counts are numbers of values, means are per value."
    assert_close(whole, torch.from_numpy(values).mean(dim=0), what="the mean of all by equation (6)", hint=hint)
