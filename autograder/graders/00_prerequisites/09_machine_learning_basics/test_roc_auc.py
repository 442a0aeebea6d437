"""Hidden tests of `roc_auc`: pairs, ties, what it does not depend on, and what is refused."""

import numpy as np

from autograder.testing import as_tensor, assert_close, points, raises, require


def ask(notebook, y, scores):
    """The area, one number."""
    area = as_tensor(notebook.roc_auc(y, scores), "the area").reshape(-1)
    require(area.numel() == 1, "the area is one number", hint="A mean over all pairs.")
    return area[0]


def reference(y, scores):
    """Equation (13), pair by pair."""
    total = pairs = 0
    for s in scores[y == 1].tolist():
        for t in scores[y == 0].tolist():
            total += 1.0 if s > t else 0.5 if s == t else 0.0
            pairs += 1
    return total / pairs


def draw(rng, ones, zeros, decimals, kind=np.int64):
    """Shuffled labels, and scores that are rounded to so many decimals."""
    y = rng.numpy.permutation(np.repeat([1, 0], [ones, zeros])).astype(kind)
    return y, (rng.numpy.normal(size=ones + zeros) + 0.7 * y).round(decimals)


@points("roc_auc", 2)
def test_share_of_pairs_in_order(notebook, rng):
    """The area is the share of pairs of a one and a zero in which the one has the higher score."""
    hint = "Every one with every zero: N1 times N0 pairs. Which way round?"
    for ones, zeros, kind in (
        (12, 9, np.int64),
        (3, 25, np.float64),
        (1, 8, np.int64),
        (7, 1, np.float64),
        (30, 11, np.int64),
    ):
        y, scores = draw(rng, ones, zeros, 12, kind)
        assert_close(ask(notebook, y, scores), reference(y, scores), rtol=1e-9, what="the area", hint=hint)
    for label, expected in ((1, 1.0), (0, 0.0)):
        y = np.array([label, 1 - label])
        assert_close(ask(notebook, y, np.array([2.0, -1.0])), expected, what="the area of a single pair", hint=hint)


@points("roc_auc", 2)
def test_ties_count_half(notebook, rng):
    """Each tie of a one with a zero counts half, however many there are, and close is not equal."""
    hint = "Equal scores count half: neither as won nor as lost, and not by their order in the file."
    for ones, zeros, decimals in ((15, 12, 0), (6, 30, 0), (40, 10, 1), (2, 2, 0), (20, 20, -1)):
        y, scores = draw(rng, ones, zeros, decimals)
        scores[np.flatnonzero(y == 1)[0]] = scores[np.flatnonzero(y == 0)[0]] = 0.0  # a tie at least
        assert_close(ask(notebook, y, scores), reference(y, scores), rtol=1e-9, what="the area with ties", hint=hint)
    y, _ = draw(rng, 7, 4, 0)
    assert_close(ask(notebook, y, np.full(11, 3.3)), 0.5, what="the area if all scores are the same", hint=hint)
    y, scores = draw(rng, 9, 8, 0)
    near = scores + 1e-10 * y  # every tie is broken, by very little
    hint = "Scores tie if they are equal, not if they are close."
    assert_close(
        ask(notebook, y, near), reference(y, near), rtol=1e-9, what="the area with scores that are close", hint=hint
    )


@points("roc_auc", 1)
def test_order_is_all_that_counts(notebook, rng):
    """Neither the order of the file nor any increasing function of the scores matters; exchanging the labels mirrors it."""
    y, scores = draw(rng, 14, 17, 1)
    area = ask(notebook, y, scores)
    ones_first = np.argsort(-y, kind="stable")
    hint = "Ties make the result depend on the file's order, unless tied scores are treated together."
    for order in (ones_first, ones_first[::-1].copy(), np.argsort(scores), rng.numpy.permutation(31)):
        assert_close(
            ask(notebook, y[order], scores[order]), area, rtol=1e-9, what="the area in another order", hint=hint
        )
    for bent in (np.exp(scores), 1e-3 * scores + 5, scores**3):
        hint = "Only comparisons of scores, never their sizes. (Thresholds of a grid of your own miss scores.)"
        assert_close(
            ask(notebook, y, bent), area, rtol=1e-9, what="the area of an increasing function of the scores", hint=hint
        )
    assert_close(ask(notebook, 1 - y, scores), 1 - area, rtol=1e-9, what="the area with the labels exchanged")


@points("roc_auc", 1)
def test_it_takes_both_kinds(notebook, rng):
    """Without a one, or without a zero, there is nothing to compare: a ValueError."""
    for N in (1, 5):
        scores = rng.normal(N).numpy()
        for label in (0, 1):
            with raises("ValueError", what="a set of examples of one kind", hint="Look at both lengths."):
                notebook.roc_auc(np.full(N, label), scores)
    assert_close(ask(notebook, np.array([0, 1]), np.array([1.0, 1.0])), 0.5, what="the area of one tie")
