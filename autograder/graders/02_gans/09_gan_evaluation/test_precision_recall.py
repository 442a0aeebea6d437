"""Hidden tests of `precision_recall`: values, which is which, what a dropped mode does, repeated rows and edges."""

import math

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points


def by_definition(real, fake, k):
    """Equation (6) both ways, point by point."""

    def share(points_, centres):
        radii = []
        for i, c in enumerate(centres):
            others = sorted(math.dist(c, other) for j, other in enumerate(centres) if j != i)
            radii.append(others[k - 1])
        inside = [any(math.dist(p, c) <= r for c, r in zip(centres, radii, strict=True)) for p in points_]
        return sum(inside) / len(inside)

    real, fake = real.tolist(), fake.tolist()
    return share(fake, real), share(real, fake)


def ask(notebook, real, fake, *k):
    """(precision, recall), checked."""
    answer = as_tensor(notebook.precision_recall(real, fake, *k), "the answer")
    assert_shape(answer, (2,), what="the answer", hint="Two numbers: precision and recall.")
    return answer


@points("precision_recall", 2)
def test_values(notebook, rng):
    """Both are the shares of equation (6), for any k and for sets of unequal size; the usual k is 3."""
    for n, m, d in ((20, 31, 2), (30, 17, 3), (25, 25, 5)):
        real, fake = rng.normal(n, d), 0.6 + 0.9 * rng.normal(m, d)
        for k in (1, 2, 5):
            found, wanted = ask(notebook, real, fake, k), by_definition(real, fake, k)
            hint = "The radius of each ball reaches to the k-th nearest OTHER row of its own set; any ball will do."
            assert_close(found[0], wanted[0], what=f"precision with k = {k}", hint=hint + " Fakes in balls of data.")
            assert_close(found[1], wanted[1], what=f"recall with k = {k}", hint=hint + " Data in balls of fakes.")
        usual = torch.tensor(by_definition(real, fake, 3), dtype=torch.float64)
        assert_close(ask(notebook, real, fake), usual, what="both without k", hint="The default is 3.")


@points("precision_recall", 2)
def test_what_each_illness_does(notebook, rng):
    """A dropped mode costs recall alone, samples far from all data cost precision alone; shifts and turns cost nothing."""
    shift = torch.tensor([60.0, 0.0], dtype=torch.float64)
    real = torch.cat([rng.normal(40, 2), rng.normal(40, 2) + shift])
    found = ask(notebook, real, real[:40])
    hint = "Precision asks about samples, recall about data. Whose balls, and whose points?"
    assert_close(found[0], 1.0, what="precision where samples are data of one of two modes", hint=hint)
    assert_close(found[1], 0.5, what="recall where one of two modes is dropped", hint=hint)
    far = torch.cat([real, rng.normal(20, 2) - 5 * shift])
    found = ask(notebook, real, far)
    assert_close(found[0], 0.8, what="precision where a fifth of the samples is far off", hint=hint)
    assert_close(found[1], 1.0, what="recall where all data are among the samples", hint=hint)
    fake, Q = rng.normal(50, 2), rng.orthogonal(2)
    before, after = ask(notebook, real, fake), ask(notebook, real @ Q + 3, fake @ Q + 3)
    assert_close(after, before, what="both after a turn and a shift of everything", hint="Only distances matter.")


@points("precision_recall", 2)
def test_identical_sets_and_edges(notebook, rng):
    """Identical sets have (1, 1), also with repeated rows; the edge of a ball is inside; repeated rows are neighbours."""
    hint = "A repeated row is a neighbour at distance 0; distances by matrix products miss that. On the edge is inside."
    one = torch.ones(2, dtype=torch.float64)
    repeated = (rng.normal(30, 8) + 100).repeat(4, 1)
    for same in (rng.normal(40, 3), repeated, repeated.float()):
        assert_close(ask(notebook, same, same.clone()), one, what="precision and recall of identical sets", hint=hint)
    base = rng.normal(30, 8) + 100
    found = ask(notebook, base.repeat(4, 1), base + 1e-6)
    assert_close(
        found[0], 0.0, what="precision of samples close to repeated rows, whose balls have radius 0,", hint=hint
    )
    line = torch.arange(8, dtype=torch.float64)[:, None]
    corners = line[:2].expand(2, 3)  # sqrt(3) apart, whose square is less than 3 in floating point
    for real, fake, k in (
        (line, 2 * line, 1),
        (line, line - 3, 2),
        (line.repeat(2, 1), line + 1, 1),
        (corners, torch.stack([-corners[1], 3 * corners[1]]), 1),
    ):
        wanted = torch.tensor(by_definition(real, fake, k), dtype=torch.float64)
        assert_close(ask(notebook, real, fake, k), wanted, what="precision and recall on whole numbers", hint=hint)
