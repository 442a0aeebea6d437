"""Hidden tests of `box_iou`: values by counting cells, properties, empty boxes and empty lists."""

import torch

from autograder.testing import as_tensor, assert_close, assert_dtype, assert_shape, points, require


def draw(rng, n, low=0.0, high=10.0):
    """Boxes with corners in a square."""
    corners = rng.uniform(low, high, (n, 2, 2)).sort(dim=1).values
    return corners.reshape(n, 4)


def iou(a, b):
    """Equation (13) for one pair."""
    across, along = (min(a[i + 2], b[i + 2]) - max(a[i], b[i]) for i in (0, 1))
    shared = max(across, 0.0) * max(along, 0.0)
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / union if union > 0 else 0.0


def table_of(a, b):
    """Equation (13) for all pairs."""
    return torch.tensor([[iou(p, q) for q in b.tolist()] for p in a.tolist()], dtype=torch.float64)


@points("box_iou", 2)
def test_intersection_over_union(notebook, rng):
    """Each pair has the area of its intersection over the area of its union; boxes that are apart in any direction have 0."""
    hint = (
        "A box is four edges. Equation (13): clamp each side of the intersection at 0, then multiply; "
        "the union is both areas minus it."
    )
    for n, m in ((6, 5), (1, 7), (12, 12)):
        a, b = draw(rng, n), draw(rng, m)
        assert_close(notebook.box_iou(a, b), table_of(a, b), what="the table", hint=hint)
    small = draw(rng, 8, 0.0, 1.0)
    places = 3 * torch.tensor([[i, j] for i in range(3) for j in range(3)][:8], dtype=torch.float64)
    apart = small + places.repeat(1, 2)
    hint = "Boxes that are apart in both directions: two negative sides have a positive product. Clamp each of them."
    expected = torch.eye(8, dtype=torch.float64)
    assert_close(notebook.box_iou(apart, apart), expected, what="the table of boxes that are apart", hint=hint)


@points("box_iou", 1)
def test_units_and_order_do_not_matter(notebook, rng):
    """IoU is symmetric, is 1 for equal boxes, and stays the same when all is moved, stretched along an axis, or in float32."""
    a, b = draw(rng, 5), draw(rng, 4)
    table = as_tensor(notebook.box_iou(a, b), "the table")
    assert_shape(table, (5, 4), what="the table")
    assert_close(
        as_tensor(notebook.box_iou(b, a)).T, table, what="the table with both lists exchanged", hint="Symmetric."
    )
    stretch, shift = torch.tensor([0.01, 30.0, 0.01, 30.0]).double(), torch.tensor([-3.0, 8.0, -3.0, 8.0]).double()
    hint = "Coordinates are real numbers, not pixels: no + 1 anywhere, and no constant that has a unit."
    found = notebook.box_iou(stretch * a + shift, stretch * b + shift)
    assert_close(found, table, what="the table of moved and stretched boxes", hint=hint)
    assert_close(as_tensor(notebook.box_iou(a, a)).diagonal(), torch.ones(5), what="the IoU of each box with itself")
    found = notebook.box_iou(a.float(), b.float())
    assert_dtype(found, torch.float32, what="the table of float32 boxes")


@points("box_iou", 1)
def test_empty_boxes_and_empty_lists(notebook, rng):
    """Two empty boxes have 0 and not NaN, touching boxes have 0, a box in a box its share; empty lists give empty tables."""
    points_, boxes = rng.uniform(0, 5, (3, 2)), draw(rng, 2)
    empty = points_.repeat(1, 2)
    a = torch.cat([empty, boxes])
    hint = "Where the union is 0 so is the intersection: divide by 1 there."
    assert_close(notebook.box_iou(a, a), table_of(a, a), what="the table with empty boxes", hint=hint)
    x1, y1, x2, y2 = boxes[0].tolist()
    beside = [[x2, y1, x2 + 1, y2], [x2, y2, x2 + 2, y2 + 1], [x1, y1, (x1 + x2) / 2, y2]]
    found = notebook.box_iou(boxes[:1], torch.tensor(beside, dtype=torch.float64))
    hint = "Boxes that only touch share nothing; half a box has one half."
    expected = torch.tensor([[0.0, 0.0, 0.5]], dtype=torch.float64)
    assert_close(found, expected, what="the IoU with boxes that touch, and with half of the box", hint=hint)
    for n, m in ((0, 3), (2, 0), (0, 0)):
        table = as_tensor(notebook.box_iou(draw(rng, n), draw(rng, m)), "the table")
        require(
            tuple(table.shape) == (n, m), "the table for an empty list has the wrong shape", hint="n rows, m columns."
        )
