"""Hidden tests of `nms`: the greedy rule on random boxes, chains, ties, thresholds that are met exactly."""

import torch

from autograder.testing import as_tensor, inside, points, require

SLACK = 1e-6  # random cases in which an IoU is that close to the threshold are drawn again: rounding might decide


@inside
def ask(ns, boxes, scores, threshold):
    """What is kept, whether it picks rows of the boxes, and whether an input was changed."""
    given = boxes.clone(), scores.clone()
    kept = ns.nms(boxes, scores, threshold)
    if kept is None:
        return None, False, False
    changed = not (torch.equal(given[0], boxes) and torch.equal(given[1], scores))
    try:
        picks = len(boxes[kept]) == len(kept)
    except (IndexError, TypeError, ValueError):
        picks = False
    return kept if torch.is_tensor(kept) else torch.as_tensor(kept), picks, changed


def table_of(boxes):
    """IoU of all pairs."""
    low = torch.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = torch.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    shared = (high - low).clamp(min=0).prod(dim=2)
    areas = (boxes[:, 2:] - boxes[:, :2]).prod(dim=1)
    return shared / (areas[:, None] + areas - shared)


def greedy(boxes, scores, threshold):
    """The rule of section 7."""
    table, kept = table_of(boxes), []
    for i in sorted(range(len(boxes)), key=lambda row: (-float(scores[row]), row)):
        if all(float(table[i, k]) <= threshold for k in kept):
            kept.append(i)
    return kept


def compare(notebook, boxes, scores, threshold, expected, message, hint):
    """The student keeps these rows, in this order."""
    found, picks, changed = notebook.run(ask, boxes, scores, threshold)
    rows = as_tensor(found, "what is kept").reshape(-1).tolist()
    require(not changed, "boxes or scores have been changed", hint="Sort a copy: torch.argsort changes nothing.")
    wrong = "a row is kept twice, or there is no such row"
    require(len(set(rows)) == len(rows) and all(0 <= row < len(boxes) for row in rows), wrong, hint=hint)
    require(sorted(rows) == sorted(expected), message, hint=hint)
    hint = "The numbers of rows are whole numbers, int64, also where there are none: boxes[kept] has to work."
    require(picks, "what is kept cannot be used to pick rows of `boxes`", hint=hint)
    order = "the right boxes are kept, in another order than that of their scores, the highest first"
    require(rows == expected, order, hint="Return the numbers of the rows as they were kept.")


def crowd(rng, threshold):
    """Boxes about a few things, some of which have to go, with no IoU near the threshold."""
    while True:
        n = int(rng.integers(12, 25))
        centres = rng.uniform(0, 12, (4, 2))[rng.integers(0, 4, (n,))] + 0.8 * rng.normal(n, 2)
        half = rng.uniform(1, 2.5, (n, 2))
        boxes, scores = torch.cat([centres - half, centres + half], dim=1), rng.normal(n)
        if float((table_of(boxes) - threshold).abs().min()) > SLACK:
            return boxes, scores


@points("nms", 2)
def test_each_thing_once(notebook, rng):
    """Of a crowd of boxes stay those that overlap no better box that stays by more than the threshold, best first."""
    hint = (
        "By descending score: keep a box unless its IoU with a box that was kept is larger than the threshold. "
        "Return its row in `boxes`, not its place in the order."
    )
    for threshold in (0.5, 0.3, 0.15, 0.7, 0.45, 0.25):
        boxes, scores = crowd(rng, threshold)
        message = f"other boxes stay than the rule keeps (threshold {threshold})"
        compare(notebook, boxes, scores, threshold, greedy(boxes, scores, threshold), message, hint)


@points("nms", 2)
def test_what_was_dropped_suppresses_nothing(notebook, rng):
    """In a row of boxes, each overlapping the next one only, every other one stays; scores in any order decide which."""
    hint = "Compare with the boxes that were kept, not with all that have a higher score. Scores may be negative."
    for n in (3, 5, 8):
        left = 2.0 * torch.arange(n, dtype=torch.float64)
        boxes = torch.stack(
            [left, torch.zeros(n).double(), left + 3, torch.ones(n).double()], dim=1
        )  # IoU 1/5 of neighbours
        order = torch.from_numpy(rng.numpy.permutation(n))
        falling = torch.arange(n, 0, -1, dtype=torch.float64) - n / 2  # some of them negative
        boxes, scores = boxes[order], falling[order]
        message = "in a row of overlapping boxes others stay than the rule keeps"
        compare(notebook, boxes, scores, 0.1, greedy(boxes, scores, 0.1), message, hint)
        scores = rng.normal(n)
        compare(notebook, boxes, scores, 0.1, greedy(boxes, scores, 0.1), message, hint)
        everything = sorted(range(n), key=lambda row: -float(scores[row]))
        message = "boxes that overlap less than the threshold have been dropped"
        compare(notebook, boxes, scores, 0.3, everything, message, hint)


@points("nms", 1)
def test_ties_limits_and_nothing(notebook, rng):
    """Exactly the threshold is allowed; of equal scores the first counts; no boxes leave none, and one box stays."""
    shift = float(rng.integers(-5, 6))
    boxes = shift + torch.tensor([[0.0, 0, 2, 1], [0, 0, 1, 1], [0, 0, 2, 2], [8, 8, 9, 9]], dtype=torch.float64)
    scores = torch.tensor([0.9, 0.8, 0.7, -2.0], dtype=torch.float64)
    hint = "Dropped is what overlaps by more than the threshold: exactly as much is allowed."
    compare(notebook, boxes, scores, 0.5, [0, 1, 2, 3], "a box that overlaps by exactly the threshold is dropped", hint)
    equal = torch.tensor([[0.0, 0, 1, 1]] * 20 + [[5.0, 5, 6, 6]], dtype=torch.float64) + shift
    hint = "Of equal scores the one that stands first comes first: argsort(..., stable=True)."
    message = "of equal boxes with equal scores another one stays than the first"
    compare(notebook, equal, torch.ones(21, dtype=torch.float64), 0.5, [0, 20], message, hint)
    for n, rows in ((0, []), (1, [0])):
        message = f"of {n} boxes not {n} stay"
        compare(notebook, boxes[:n], scores[:n], 0.5, rows, message, "A list of no boxes is no special case.")
