"""Wrong answers to `box_iou`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_intersection_over_union")
def clamps_the_product(a, b):
    """Clamps the product of the sides, not each side: boxes that are apart in both directions overlap."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.prod(dim=2).clamp(min=0)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (a, b))
    union = area_a[:, None] + area_b - shared
    return shared / union.masked_fill(union == 0, 1)


@mutant(caught_by="test_intersection_over_union")
def counts_the_intersection_twice(a, b):
    """Divides by the sum of both areas."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.clamp(min=0).prod(dim=2)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (a, b))
    union = (area_a[:, None] + area_b) / 2
    return shared / union.masked_fill(union == 0, 1)


@mutant(caught_by="test_intersection_over_union")
def divides_by_the_smaller_box(a, b):
    """Asks which share of the smaller box is covered."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.clamp(min=0).prod(dim=2)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (a, b))
    smaller = torch.minimum(area_a[:, None], area_b[None])
    return shared / smaller.masked_fill(smaller == 0, 1)


@mutant(caught_by="test_intersection_over_union")
def takes_width_and_height(a, b):
    """Believes that a box is a corner with a width and a height."""
    end_a, end_b = a[:, :2] + a[:, 2:], b[:, :2] + b[:, 2:]
    sides = torch.minimum(end_a[:, None], end_b[None]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.clamp(min=0).prod(dim=2)
    union = a[:, 2:].prod(dim=1)[:, None] + b[:, 2:].prod(dim=1) - shared
    return shared / union.masked_fill(union == 0, 1)


@mutant(caught_by="test_intersection_over_union")
def divides_by_the_hull(a, b):
    """Takes the smallest box around both for their union."""
    low, high = torch.maximum(a[:, None, :2], b[None, :, :2]), torch.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    far = torch.maximum(a[:, None, 2:], b[None, :, 2:]) - torch.minimum(a[:, None, :2], b[None, :, :2])
    hull = far.prod(dim=2)
    return shared / hull.masked_fill(hull == 0, 1)


@mutant(caught_by="test_units_and_order_do_not_matter")
def counts_pixels(a, b):
    """Believes that coordinates are pixels, and the last one belongs to the box: + 1 on every side."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2]) + 1
    shared = sides.clamp(min=0).prod(dim=2)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2] + 1).prod(dim=1) for boxes in (a, b))
    return shared / (area_a[:, None] + area_b - shared)


@mutant(caught_by="test_units_and_order_do_not_matter")
def guards_with_a_unit(a, b):
    """Adds a thousandth to the union, which is much where boxes are measured in kilometres."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.clamp(min=0).prod(dim=2)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (a, b))
    return shared / (area_a[:, None] + area_b - shared + 1e-3)


@mutant(caught_by="test_empty_boxes_and_empty_lists")
def divides_by_nothing(a, b):
    """Believes that a box has an area."""
    sides = torch.minimum(a[:, None, 2:], b[None, :, 2:]) - torch.maximum(a[:, None, :2], b[None, :, :2])
    shared = sides.clamp(min=0).prod(dim=2)
    area_a, area_b = ((boxes[:, 2:] - boxes[:, :2]).prod(dim=1) for boxes in (a, b))
    return shared / (area_a[:, None] + area_b - shared)
