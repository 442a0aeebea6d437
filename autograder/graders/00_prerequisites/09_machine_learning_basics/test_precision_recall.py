"""Hidden tests of `precision_recall`: the table, ties with the threshold, and where there is nothing to divide by."""

import math

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, assert_shape, points, require


def ask(notebook, y, scores, threshold):
    """The table and two numbers."""
    answer = notebook.precision_recall(y, scores, threshold)
    is_triple = isinstance(answer, tuple | list) and len(answer) == 3
    require(is_triple, "`precision_recall` has to return three things", target="(table, precision, recall)")
    table = as_tensor(answer[0], "the table")
    assert_shape(table, (2, 2), what="the table", hint="Two rows of two.")
    both = [as_tensor(part, name).reshape(-1) for part, name in zip(answer[1:], ("precision", "recall"), strict=True)]
    require(all(part.numel() == 1 for part in both), "precision and recall are one number each")
    return table, both[0][0], both[1][0]


def count(y, scores, threshold):
    """The table, example by example."""
    table = torch.zeros(2, 2, dtype=torch.float64)
    for label, score in zip(y.tolist(), scores.tolist(), strict=True):
        table[int(label), int(score >= threshold)] += 1
    return table


def draw(rng, N, kind=np.int64):
    """Labels of both kinds, not equally many, and scores that are rounded, so that many tie."""
    y = (rng.numpy.uniform(size=N) < 0.35).astype(kind)
    y[:3] = [1, 0, 0]
    return y, (rng.numpy.normal(size=N) + y).round(1)


@points("precision_recall", 2)
def test_the_four_cases(notebook, rng):
    """The table has rows for what is true and columns for what was flagged, and counts every example once."""
    hint = "Row 0: those with y = 0, first the ones that are not flagged. Row 1: those with y = 1."
    for N, kind in ((30, np.int64), (11, np.float64), (80, np.int64)):
        y, scores = draw(rng, N, kind)
        for threshold in (0.37, -0.23, 1.51):
            table, *_ = ask(notebook, y, scores, threshold)
            assert_close(table, count(y, scores, threshold), rtol=0, atol=0, what="the table", hint=hint)


@points("precision_recall", 2)
def test_precision_and_recall(notebook, rng):
    """Precision is the share of what was flagged, recall the share of what deserved it, at thresholds that scores hit, too."""
    for N, kind in ((25, np.int64), (14, np.float64), (60, np.float64)):
        y, scores = draw(rng, N, kind)
        for threshold in (float(scores[0]), float(scores[4]), float(np.median(scores)), float(scores.max())):
            table, precision, recall = ask(notebook, y, scores, threshold)
            expected = count(y, scores, threshold)
            hint = "What has a score of exactly the threshold is flagged."
            assert_close(table, expected, rtol=0, atol=0, what="the table at a threshold that a score hits", hint=hint)
            flagged, deserved = expected[:, 1].sum(), expected[1].sum()
            hint = "Of what was flagged, how much deserved it?"
            assert_close(precision, expected[1, 1] / flagged, what="the precision", hint=hint)
            hint = "Of what deserved it, how much was flagged?"
            assert_close(recall, expected[1, 1] / deserved, what="the recall", hint=hint)


@points("precision_recall", 1)
def test_nothing_to_divide_by(notebook, rng):
    """Where nothing is flagged the precision is 1, where nothing deserves it the recall is 1; all else is as ever."""
    y, scores = draw(rng, 12)
    hint = "Nothing was flagged wrongly, and nothing was missed: look at the docstring, and test for zero."
    for threshold in (math.inf, float(scores.max()) + 1):
        table, precision, recall = ask(notebook, y, scores, threshold)
        assert_close(table[:, 1], torch.zeros(2), what="the counts of what is flagged where nothing is")
        assert_close(precision, 1.0, what="the precision where nothing is flagged", hint=hint)
        assert_close(recall, 0.0, what="the recall where nothing is flagged", hint="All that deserved it was missed.")
    _, precision, recall = ask(notebook, y, scores, -math.inf)
    assert_close(recall, 1.0, what="the recall where all is flagged")
    assert_close(precision, float(y.mean()), what="the precision where all is flagged")
    _, precision, recall = ask(notebook, 0 * y, scores, float(scores[0]))
    assert_close(recall, 1.0, what="the recall where nothing deserves to be flagged", hint=hint)
    assert_close(precision, 0.0, what="the precision where all flags are wrong")
    labels, marks = np.array([1, 0, 1, 0, 1, 0]), np.array([2.0, 2.0, 1.5, 1.5, -1.0, -1.0])
    _, precision, recall = ask(notebook, labels, marks, 1.0)
    assert_close(precision, 0.5, what="the precision where as many flags are right as wrong")
    assert_close(recall, 2 / 3, what="the recall where as many flags are right as wrong")
    recall = ask(notebook, labels[:3], marks[::2], 1.9)[2]
    assert_close(recall, 0.5, what="the recall where as many ones are flagged as missed")
    _, precision, recall = ask(notebook, labels[:2], marks[1:3], 1.9)
    assert_close(precision, 1.0, what="the precision of a single flag, which is right", hint=hint)
    _, precision, recall = ask(notebook, np.array([1]), np.array([0.5]), 0.5)
    assert_close(precision + recall, 2.0, what="precision plus recall of one example that is flagged rightly")
