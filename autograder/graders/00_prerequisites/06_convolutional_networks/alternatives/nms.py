"""Other right answers to `nms`, which must have full marks. Each docstring says how it differs."""

import numpy as np
import torch

from autograder.testing import alternative


@alternative
def strikes_out(boxes, scores, threshold):
    """Keeps the best of the remaining, and strikes out what overlaps it."""
    order = torch.argsort(scores, descending=True, stable=True)
    kept = []
    while len(order):
        best, order = order[0], order[1:]
        kept.append(int(best))
        order = order[torch.as_tensor(box_iou(boxes[best][None], boxes[order]))[0] <= threshold]
    return kept


@alternative
def marks_in_numpy(boxes, scores, threshold):
    """Marks what is suppressed, and returns an array."""
    table = np.asarray(box_iou(boxes, boxes))
    order = np.argsort(-scores.numpy(), kind="stable")
    gone = np.zeros(len(boxes), dtype=bool)
    kept = []
    for i in order:
        if not gone[i]:
            kept.append(i)
            gone |= table[i] > threshold
    return np.array(kept, dtype=np.int64)
