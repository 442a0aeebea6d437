"""Hidden tests of `judge_samples`: fidelity, variety, novelty, and what must not matter."""

import numpy as np
import torch

from autograder.testing import as_tensor, assert_close, inside, points, require


@inside
def measure(ns, samples, labels, weights, train, real, real_labels):
    """The three measures, with a linear classifier, and the sets after the call."""
    sets = [np.array(part) for part in (samples, labels, train, real, real_labels)]

    def classify(images):
        return (images @ weights).argmax(axis=1)

    return ns.judge_samples(sets[0], sets[1], classify, *sets[2:]), sets


def ask(notebook, samples, labels, weights, train, real, real_labels):
    """Three numbers; the caller's sets must be as they were."""
    given = [part.numpy() for part in (samples, labels, weights, train, real, real_labels)]
    answer, after = notebook.run(measure, *given)
    for left, was in zip(after, given[:2] + given[3:], strict=True):
        assert_close(left, was, rtol=0, atol=0, what="the caller's sets after the call")
    is_triple = isinstance(answer, tuple | list) and len(answer) == 3
    require(is_triple, "`judge_samples` has to return three things", target="(fidelity, variety, novelty)")
    numbers = [as_tensor(part, "a measure").reshape(-1) for part in answer]
    require(all(part.numel() == 1 for part in numbers), "each of the three measures is one number")
    return [part[0] for part in numbers]


def spread(images, labels):
    """The numerator of variety."""
    images = images.double()
    means = torch.stack([images[labels == label].mean(0) for label in labels])
    return (images - means).norm(dim=1).mean()


def to_nearest(images, train):
    """The numerator of novelty; the median of an even number is the mean of the two in the middle."""
    nearest = (images.double()[:, None] - train.double()[None]).norm(dim=2).min(1).values
    return nearest.quantile(0.5)


def draw_sets(rng, sizes, pixels, labels=4, whole=False):
    """Samples, training images and real ones, each around the centre of its label."""
    centres = 6 * rng.normal(labels, pixels)
    sets = []
    for size, width in zip(sizes, (1.5, 1.0, 1.0), strict=True):
        y = rng.integers(0, labels, (size,))
        x = centres[y] + width * rng.normal(size, pixels)
        sets += [x.round().long() if whole else x, y]
    return sets, rng.normal(pixels, labels)


@points("judge_samples", 2)
def test_fidelity(notebook, rng):
    """Fidelity is the share of samples that the classifier reads as the label that was asked for."""
    for sizes in ((30, 40, 20), (1, 5, 3), (50, 10, 12)):
        (samples, labels, train, _, real, real_labels), weights = draw_sets(rng, sizes, 6)
        read = (samples @ weights).argmax(1)
        labels = torch.where(rng.uniform(0, 1, (sizes[0],)) < 0.6, read, labels)
        real_labels[1] = real_labels[0]  # else each might be alone with its label, and variety divides by 0
        expected = (read == labels).double().mean()
        found, _, _ = ask(notebook, samples, labels, weights, train, real, real_labels)
        hint = "The classifier's opinion of the samples, compared with what was asked for; a share between 0 and 1."
        assert_close(found, expected, what="fidelity", hint=hint)


@points("judge_samples", 2)
def test_variety(notebook, rng):
    """Variety compares distances from the average of the label, within each set; one image for each label has none."""
    hint = "The average is that of images with the same label in the same set; the distance is a root; their mean is compared."
    for sizes, pixels, whole in (((30, 40, 25), 6, False), ((41, 12, 30), 1, False), ((25, 30, 44), 9, True)):
        (samples, labels, train, _, real, real_labels), weights = draw_sets(rng, sizes, pixels, whole=whole)
        labels[0], real_labels[1] = 7, 9  # labels of one image, and labels that the other set does not have
        _, found, _ = ask(notebook, samples, labels, weights, train, real, real_labels)
        expected = spread(samples, labels) / spread(real, real_labels)
        assert_close(found, expected, rtol=1e-6, what="variety", hint=hint)
    same = samples[:3].repeat(5, 1), torch.arange(3).repeat(5)
    _, found, _ = ask(notebook, *same, weights, train, real, real_labels)
    assert_close(found, 0.0, atol=1e-6, what="the variety of one and the same image for each label", hint=hint)


@points("judge_samples", 2)
def test_novelty(notebook, rng):
    """Novelty compares median distances to the nearest training image: 0 for copies, 1 for real images, more for noise."""
    hint = "For each image the smallest distance to a training image; the median over images; divided by that of real images."
    for sizes, pixels, whole in (((30, 40, 25), 6, False), ((41, 12, 30), 1, False), ((24, 30, 45), 9, True)):
        (samples, labels, train, train_labels, real, real_labels), weights = draw_sets(rng, sizes, pixels, whole=whole)
        samples[0] = samples[0] + 100_000  # one that lies far away: a median does not mind
        _, _, found = ask(notebook, samples, labels, weights, train, real, real_labels)
        what = "novelty, with one sample that lies far away,"
        assert_close(found, to_nearest(samples, train) / to_nearest(real, train), rtol=1e-6, what=what, hint=hint)
        _, _, found = ask(notebook, train[:9], train_labels[:9], weights, train, real, real_labels)
        assert_close(found, 0.0, atol=1e-5, what="the novelty of copies", hint=hint)
        _, _, found = ask(notebook, real, real_labels, weights, train, real, real_labels)
        assert_close(found, 1.0, what="the novelty of the real images themselves", hint=hint)
