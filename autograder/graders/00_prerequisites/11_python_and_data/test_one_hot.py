"""Hidden tests of `one_hot`: its rows, unknown labels, impossible ones, and sizes at the edge."""

import numpy as np
import torch

from autograder.testing import assert_close, assert_dtype, points, raises


def reference(labels, classes):
    """Row by row."""
    rows = torch.zeros(len(labels), classes, dtype=torch.float64)
    for i, label in enumerate(labels.tolist()):
        if label >= 0:
            rows[i, label] = 1
    return rows


def check(notebook, labels, classes, hint):
    """Compare with row by row."""
    found = notebook.one_hot(labels, classes)
    assert_close(found, reference(labels, classes), what="the table", hint=hint)
    assert_dtype(found, torch.float64, what="the table", hint="A comparison is bool, and np.eye is float64.")


@points("one_hot", 2)
def test_known_labels(notebook, rng):
    """Each row has its 1 in the column of its label, and 0 elsewhere, also where a class does not occur."""
    hint = "A column of labels beside a row of all classes: N rows, one column for each class."
    for n, classes in ((7, 4), (4, 7), (5, 5), (30, 3), (1, 6)):
        check(notebook, rng.integers(0, classes, (n,)).numpy(), classes, hint)
    check(notebook, np.array([0, 4, 2, 4]), 5, hint)
    check(notebook, np.array([1, 1, 0]), 9, hint)


@points("one_hot", 1)
def test_unknown_labels(notebook, rng):
    """The row of an unknown label, -1, is zero; the rows beside it are as always."""
    hint = "As a position, -1 means the last one. In a comparison it is just a number."
    for n, classes in ((8, 3), (5, 5), (6, 1)):
        labels = rng.integers(-1, classes, (n,)).numpy()
        labels[0], labels[-1] = -1, classes - 1
        check(notebook, labels, classes, hint)
    check(notebook, np.array([-1, -1]), 4, hint)


@points("one_hot", 1)
def test_impossible_labels(notebook, rng):
    """A label below -1, or as large as the number of classes, is a ValueError, wherever it stands."""
    classes = int(rng.integers(3, 9))
    hint = "Classes are counted from 0, so the largest label is classes - 1. Look at both ends."
    for bad in (classes, -2, classes + 5, -classes, 10**6):
        labels = rng.integers(0, classes, (6,)).numpy()
        labels[int(rng.integers(0, 6))] = bad
        end = "too large" if bad > 0 else "too small"
        with raises("ValueError", hint=hint, what=f"one_hot with a label that is {end}"):
            notebook.one_hot(labels, classes)
    with raises("ValueError", hint=hint, what="one_hot with nothing but impossible labels"):
        notebook.one_hot(np.full(3, classes), classes)


@points("one_hot", 1)
def test_sizes_at_the_edge(notebook, rng):
    """No labels, one class, one label: the shape is [N, classes] all the same, and the numbers are float64."""
    hint = "Of no labels there are no rows, and still one column for each class."
    check(notebook, np.zeros(0, dtype=np.int64), int(rng.integers(2, 6)), hint)
    check(notebook, np.zeros(4, dtype=np.int64), 1, hint)
    check(notebook, np.array([0]), 1, hint)
    check(notebook, np.array([0, 2], dtype=np.int32), 3, hint)
    check(notebook, rng.integers(0, 200, (5,)).numpy(), 200, hint)
