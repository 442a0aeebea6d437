"""Hidden tests of `project`: the closest point, the properties of P, dependent columns, and which columns count as such."""

import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points, require


def unpack(answer):
    """The two results."""
    is_pair = isinstance(answer, tuple | list) and len(answer) == 2
    require(is_pair, "`project` has to return two things", hint="return p, P", target="(p, P)")
    return answer


def projector(A):
    """Onto the column space of A, by orthonormal columns."""
    U, sigma, _ = torch.linalg.svd(A, full_matrices=False)
    U = U[:, sigma > 1e-10 * sigma.max()]
    return U @ U.T


@points("project", 2)
def test_finds_the_closest_point(notebook, rng):
    """p is the point of A's column space that is closest to b: b - p is at right angles to every column."""
    A, b = rng.normal(7, 3), rng.normal(7)
    p, P = unpack(notebook.project(A, b))
    assert_shape(p, (7,), what="p", hint="p is a point of the space in which b is: not the weights x of the columns.")
    assert_close(p, projector(A) @ b, what="p", hint="Is b - p at right angles to the columns of A?")
    assert_close(P, projector(A), what="P", hint="P depends on A alone, and P b = p.")


@points("project", 2)
def test_projector_has_its_properties(notebook, rng):
    """P is symmetric, doing it twice changes nothing, and it leaves the columns of A where they are."""
    A = rng.normal(6, 4) * rng.uniform(0.5, 5, (4,))
    _, P = unpack(notebook.project(A, rng.normal(6)))
    assert_shape(P, (6, 6), what="P", hint="P takes a vector of length m and returns one of length m.")
    P = as_tensor(P, "P")
    assert_close(P @ A, A, what="P A", hint="A column of A is in the space already: P has to leave it alone.")
    assert_close(P, P.T, what="P, compared with its transpose,", hint="Only a symmetric P projects at right angles.")
    assert_close(P @ P, P, what="P P, compared with P,", hint="Projecting a second time must change nothing.")
    hint = "P has to send everything at right angles to the columns to zero."
    require(abs(float(P.trace()) - 4) < 1e-6, "P does not project onto as many dimensions as A has", hint=hint)


@points("project", 1)
def test_dependent_columns(notebook, rng):
    """Columns may be dependent, in any units; there may be more of them than rows, and all may be zero."""
    columns, b = rng.normal(6, 2), rng.normal(6)
    # A column says again what stands before it, and a new one comes after: QR without pivoting leans on what it drops.
    parts = [columns[:, :1], 2 * columns[:, :1], columns[:, 1:], -columns, torch.zeros(6, 1, dtype=torch.float64)]
    A = torch.cat(parts, dim=1)
    p, P = unpack(notebook.project(A, b))
    # torch's default driver of lstsq is wrong on some of these, at random: https://github.com/pytorch/pytorch/issues/187411
    hint = "Take an orthonormal basis of the column space: one direction counts once. (For lstsq: driver='gelsd'.)"
    assert_close(P, projector(columns), what="P for dependent columns", hint=hint)
    assert_close(p, projector(columns) @ b, what="p for dependent columns", hint=hint)
    for units in (1e-12, 1e9):
        _, P = unpack(notebook.project(units * A, b))
        hint = "Small is what is small beside the largest singular value: the space is the same in any units."
        assert_close(P, projector(columns), what="P for dependent columns in other units", hint=hint)
    wide = unpack(notebook.project(rng.normal(3, 5), b[:3]))
    hint = "Five columns in general position span all of the three-dimensional space: every b is in it."
    assert_close(wide[0], b[:3], what="p for more columns than rows", hint=hint)
    none = unpack(notebook.project(torch.zeros(4, 2, dtype=torch.float64), b[:4]))
    hint = "The column space of a matrix of zeros is the single point 0."
    assert_close(none[0], torch.zeros(4), what="p for a matrix of zeros", hint=hint)
    assert_close(none[1], torch.zeros(4, 4), what="P for a matrix of zeros", hint=hint)


@points("project", 1)
def test_what_counts_as_dependent(notebook, rng):
    """A direction counts if it is small, and does not if it is as small as a rounding error: below 1e-10 of the largest."""
    columns, b = rng.normal(6, 2), rng.normal(6)
    first, second = columns.unbind(dim=1)
    P = unpack(notebook.project(torch.stack([first, first + 1e-7 * second], dim=1), b))[1]
    hint = "Squares of singular values, as in A A^T, sink into rounding errors long before the singular values do."
    what = "P for two columns that are nearly, but not quite, dependent"
    assert_close(P, projector(columns), rtol=0, atol=1e-5, what=what, hint=hint)  # the directions are known to 1e-8
    rounded = first + second + 1e-12 * rng.normal(6)
    P = unpack(notebook.project(torch.stack([first, second, rounded], dim=1), b))[1]
    hint = (
        "Who sets the limit, you or the library? The docstring says what does not count; defaults are at about 1e-15."
    )
    assert_close(P, projector(columns), what="P for columns that are dependent up to rounding", hint=hint)
