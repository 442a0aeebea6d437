"""Hidden tests of `read_both_ways`: the three parts, Bayes' rule between them, and what does not depend on what."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, inside, points, require

SHAPES = ((2, 3), (3, 3), (4, 2), (1, 4), (5, 1), (1, 1))


@inside
def read(ns, counts):
    """The answer, and the table after the call."""
    counts = np.array(counts)
    return ns.read_both_ways(counts), counts


def ask(notebook, counts):
    """The three parts as they came; the caller's table must be as it was."""
    answer, after = notebook.run(read, counts.numpy())
    is_triple = isinstance(answer, tuple | list) and len(answer) == 3
    require(is_triple, "`read_both_ways` has to return three things", target="(p_y, p_x_given_y, p_y_given_x)")
    hint = "`counts /= ...` writes into the caller's array."
    assert_close(after, counts, rtol=0, atol=0, what="the caller's table after the call", hint=hint)
    return answer


def draw_counts(rng, shape):
    """Whole numbers, zeros among them, and no row or column of zeros only."""
    counts = rng.integers(0, 9, shape) * (rng.uniform(0, 1, shape) < 0.7)
    return counts + (counts.sum(0) == 0)[None, :] + (counts.sum(1) == 0)[:, None]


@points("read_both_ways", 2)
def test_shares_of_counts(notebook, rng):
    """Whole numbers become shares in float64: of each label, along each row, and down each column."""
    for shape in SHAPES:
        counts = draw_counts(rng, shape)
        counts[0, 0] += 10 * shape[1]  # no other row has this sum
        p_y, rows, columns = ask(notebook, counts)
        hint = "p(y) divides the sum of a row by the sum of the whole table."
        wide = counts.double()
        assert_close(p_y, wide.sum(1) / wide.sum(), what="p(y)", hint=hint)
        hint = "p(x | y) divides each row by its own sum: keep the sums in a column, shape [K, 1]."
        assert_close(rows, wide / wide.sum(1, keepdim=True), what="p(x | y)", hint=hint)
        hint = "p(y | x) divides each column by its own sum."
        assert_close(columns, wide / wide.sum(0, keepdim=True), what="p(y | x)", hint=hint)
        for part, name in ((p_y, "p(y)"), (rows, "p(x | y)"), (columns, "p(y | x)")):
            assert_dtype(part, torch.float64, what=name, hint="`//` and whole-number arrays cut shares off.")


@points("read_both_ways", 1)
def test_bayes_rule_holds_between_them(notebook, rng):
    """Rows and labels together give the columns, by (2); shares make up the whole; counts may be floats of any size."""
    for shape in SHAPES:
        for size in (1e-12, 1.0, 1e12):
            p_y, rows, columns = (as_tensor(part) for part in ask(notebook, size * rng.uniform(0.1, 2, shape)))
            one = torch.ones((), dtype=torch.float64)
            hint = "Divide by the sum itself: whatever is added to it counts for much where counts are small."
            for total, name in (
                (p_y.sum(), "the sum of p(y)"),
                (rows.sum(-1), "the sum of p(x | y) along a row"),
                (columns.sum(0), "the sum of p(y | x) down a column"),
            ):
                assert_close(total, one.expand(total.shape), rtol=1e-9, what=name, hint=hint)
            joint = rows * p_y[:, None]
            hint = "Do all three come from the same table, and is each divided by the right sum?"
            assert_close(
                columns, joint / joint.sum(0), rtol=1e-9, what="p(y | x), beside Bayes' rule from the others", hint=hint
            )


@points("read_both_ways", 1)
def test_what_depends_on_what(notebook, rng):
    """More of one label changes no row, and more of one value changes no column."""
    counts = rng.uniform(0.5, 3, (3, 4))
    _, rows, columns = ask(notebook, counts)
    stretch = torch.tensor([1.0, 5.0, 20.0], dtype=torch.float64)[:, None]
    p_y, other_rows, _ = ask(notebook, counts * stretch)
    assert_close(other_rows, as_tensor(rows), rtol=1e-9, what="p(x | y), when there is more of one label")
    expected = (counts * stretch).sum(1) / (counts * stretch).sum()
    assert_close(p_y, expected, rtol=1e-9, what="p(y), when there is more of one label")
    _, _, other_columns = ask(notebook, counts * torch.tensor([1.0, 7.0, 0.1, 3.0], dtype=torch.float64))
    assert_close(other_columns, as_tensor(columns), rtol=1e-9, what="p(y | x), when there is more of one value")
