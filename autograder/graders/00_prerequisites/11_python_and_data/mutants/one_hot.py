"""Wrong answers to `one_hot`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_unknown_labels")
def unknown_is_the_last_class(labels, classes):
    """Believes that np.eye knows what -1 means here."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return np.eye(classes)[labels]


@mutant(caught_by="test_unknown_labels")
def unknown_is_an_error(labels, classes):
    """Believes that every label must be known."""
    if ((labels < 0) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return np.eye(classes)[labels]


@mutant(caught_by="test_unknown_labels")
def unknown_is_all_classes(labels, classes):
    """Believes that an unknown picture belongs to all classes in equal parts."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    rows = (labels[:, None] == np.arange(classes)).astype(float)
    rows[labels == -1] = 1 / classes
    return rows


@mutant(caught_by="test_known_labels")
def as_many_classes_as_occur(labels, classes):
    """Believes that the largest label tells how many classes there are."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    k = int(labels.max()) + 1 if len(labels) else classes
    return (labels[:, None] == np.arange(k)).astype(float)


@mutant(caught_by="test_known_labels")
def classes_in_rows(labels, classes):
    """Believes that there is a row for each class."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return (np.arange(classes)[:, None] == labels).astype(float)


@mutant(caught_by="test_known_labels")
def counts_classes_from_one(labels, classes):
    """Believes that the first class is number 1."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(1, classes + 1)).astype(float)


@mutant(caught_by="test_known_labels")
def keeps_the_label_as_value(labels, classes):
    """Believes that the label itself stands in its column."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(classes)) * np.maximum(labels, 0)[:, None].astype(float)


@mutant(caught_by="test_impossible_labels")
def ignores_impossible_labels(labels, classes):
    """Believes that a label without a column is an unknown one."""
    return (labels[:, None] == np.arange(classes)).astype(float)


@mutant(caught_by="test_impossible_labels")
def looks_at_large_labels_only(labels, classes):
    """Believes that a negative label is always an unknown one."""
    if (labels >= classes).any():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(classes)).astype(float)


@mutant(caught_by="test_impossible_labels")
def allows_one_class_too_many(labels, classes):
    """Believes that labels go up to the number of classes."""
    if ((labels < -1) | (labels > classes)).any():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(classes)).astype(float)


@mutant(caught_by="test_impossible_labels")
def rejects_only_if_all_are_impossible(labels, classes):
    """Believes that `all` asks whether one of them is."""
    if len(labels) and ((labels < -1) | (labels >= classes)).all():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(classes)).astype(float)


@mutant(caught_by="test_sizes_at_the_edge")
def forgets_the_columns_of_no_rows(labels, classes):
    """Believes that no labels are no table."""
    if len(labels) == 0:
        return np.zeros(0)
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return (labels[:, None] == np.arange(classes)).astype(float)


@mutant(caught_by="test_sizes_at_the_edge")
def returns_true_and_false(labels, classes):
    """Believes that true and false are as good as 1 and 0."""
    if ((labels < -1) | (labels >= classes)).any():
        raise ValueError("impossible label")
    return labels[:, None] == np.arange(classes)
