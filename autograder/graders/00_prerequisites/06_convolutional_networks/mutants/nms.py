"""Wrong answers to `nms`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_what_was_dropped_suppresses_nothing")
def the_dropped_suppress_too(boxes, scores, threshold):
    """Compares with every box of a higher score, kept or not."""
    overlaps = box_iou(boxes, boxes)
    order = torch.argsort(scores, descending=True, stable=True).tolist()
    kept = [i for place, i in enumerate(order) if all(float(overlaps[i, k]) <= threshold for k in order[:place])]
    return torch.tensor(kept, dtype=torch.int64)


@mutant(caught_by="test_each_thing_once")
def compares_with_the_last_kept(boxes, scores, threshold):
    """Compares with the box that was kept last only."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if not kept or float(overlaps[i, kept[-1]]) <= threshold:
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant(caught_by="test_each_thing_once")
def starts_with_the_worst(boxes, scores, threshold):
    """Believes that argsort puts the best first."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, stable=True).tolist():
        if all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant(caught_by="test_each_thing_once")
def returns_places_in_the_order(boxes, scores, threshold):
    """Sorts the boxes, and returns the numbers of rows of the sorted ones."""
    boxes = boxes[torch.argsort(scores, descending=True, stable=True)]
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in range(len(boxes)):
        if all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant(caught_by="test_each_thing_once")
def returns_rows_in_their_order(boxes, scores, threshold):
    """Returns the right rows as they stand, not by their scores."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(sorted(kept), dtype=torch.int64)


@mutant(caught_by="test_each_thing_once")
def drops_what_overlaps_little(boxes, scores, threshold):
    """Turns the comparison round: keeps a box only where it overlaps what was kept."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if all(float(overlaps[i, k]) > threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant(caught_by="test_ties_limits_and_nothing")
def drops_at_the_limit(boxes, scores, threshold):
    """Drops a box that overlaps by exactly the threshold."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if all(float(overlaps[i, k]) < threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant(caught_by="test_ties_limits_and_nothing")
def breaks_ties_from_behind(boxes, scores, threshold):
    """Reverses an ascending order, and with it the order of equal scores."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in reversed(torch.argsort(scores, stable=True).tolist()):
        if all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant(caught_by="test_what_was_dropped_suppresses_nothing")
def starts_at_a_score_of_zero(boxes, scores, threshold):
    """Believes that scores are probabilities, and that what is not above zero is nothing."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if scores[i] > 0 and all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept, dtype=torch.int64)


@mutant(caught_by="test_ties_limits_and_nothing")
def leaves_the_dtype_of_nothing_open(boxes, scores, threshold):
    """Believes that a tensor made of an empty list holds integers: it is float32, and picks no rows."""
    overlaps = box_iou(boxes, boxes)
    kept = []
    for i in torch.argsort(scores, descending=True, stable=True).tolist():
        if all(float(overlaps[i, k]) <= threshold for k in kept):
            kept.append(i)
    return torch.tensor(kept)
