"""Hidden tests of `l0`: contributions instead of entries, a tolerance for each example, and its edges."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points


def count(z, D, tol):
    """The right counts."""
    contributions = z.abs() * D.square().sum(dim=1).sqrt()
    return (contributions > tol * contributions.max(dim=1, keepdim=True).values).sum(dim=1)


def sparse_codes(rng, n, units):
    """Codes of both signs, with a third of the entries in use, whose sizes are far apart."""
    size = 10.0 ** rng.uniform(-3.9, 1, (n, units))
    return size * rng.normal(n, units).sign() * (rng.uniform(0, 1, (n, units)) < 0.4)


@points("l0", 2)
def test_counts_contributions(notebook, rng):
    """An entry counts by its contribution, the size of the code times the length of the atom, whatever the code's sign."""
    z, D = sparse_codes(rng, 12, 30), rng.normal(30, 7) * 10.0 ** rng.uniform(-2, 2, (30, 1))
    counts = notebook.l0(z, D, 0.01)
    assert_shape(
        counts, (12,), what="the row of counts", hint="One count for each example: sum over units, average nothing."
    )
    hint = "The contribution of unit j is |z_ij| times the length of the j-th row of D."
    assert_close(counts, count(z, D, 0.01), what="the row of counts", hint=hint)
    what = "the row of counts with the tolerance that is the default"
    assert_close(notebook.l0(z, D), count(z, D, 0.01), what=what, hint="Leave the signature as it is.")


@points("l0", 1)
def test_rescaling_units_changes_no_count(notebook, rng):
    """Dividing a unit's codes by a number and multiplying its atom by it changes no count."""
    z, D = sparse_codes(rng, 9, 16), rng.normal(16, 5)
    s = 10.0 ** rng.uniform(-6, 6, (16,))
    before = as_tensor(notebook.l0(z, D, 0.02), "the counts")
    hint = "What a unit does to the example is z_ij d_j: measure the length of that."
    assert_close(notebook.l0(z / s, D * s[:, None], 0.02), before, what="the row of counts after rescaling", hint=hint)
    assert_close(before, count(z, D, 0.02), what="the row of counts", hint=hint)


@points("l0", 2)
def test_tolerance_is_relative_to_each_example(notebook, rng):
    """The tolerance is relative to the largest contribution to the same example; nothing contributes nothing."""
    z, D = sparse_codes(rng, 8, 20), rng.normal(20, 6)
    scales = 10.0 ** torch.tensor([[-6.0], [-4], [-2], [0], [1], [3], [5], [6]], dtype=torch.float64)
    for tol in (0.0, 0.05, 0.5):
        hint = (
            "Compare with tol times the largest contribution of the same row; tol = 0 counts any contribution at all."
        )
        assert_close(
            notebook.l0(scales * z, D, tol), count(z, D, tol), what=f"the row of counts for tol = {tol}", hint=hint
        )
    empty = torch.cat([z[:1], torch.zeros_like(z[:1])])
    hint = "Where the largest contribution is 0, nothing is larger than it: use > and not >=."
    assert_close(notebook.l0(empty, D, 0.01)[1], 0, what="the count of an example of zeros", hint=hint)
    assert_close(notebook.l0(z, 0 * D, 0.01), torch.zeros(8), what="the row of counts with atoms of zeros", hint=hint)
