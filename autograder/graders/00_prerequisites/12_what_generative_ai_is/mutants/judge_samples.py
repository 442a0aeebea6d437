"""Wrong answers to `judge_samples`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_fidelity")
def asks_the_classifier_about_real_images(samples, labels, classify, train, real, real_labels):
    """Believes that fidelity is the classifier's accuracy."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(real) == real_labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant(caught_by="test_fidelity")
def counts_instead_of_sharing(samples, labels, classify, train, real, real_labels):
    """Believes that fidelity is a number of samples."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.sum(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant(caught_by="test_variety")
def takes_one_average_for_all_labels(samples, labels, classify, train, real, real_labels):
    """Believes that the average of all images will do; one image for each label then looks varied."""

    def spread(images):
        return np.linalg.norm(images - images.mean(axis=0), axis=1).mean()

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples) / spread(real)), float(nearest(samples) / nearest(real))


@mutant(caught_by="test_variety")
def forgets_the_root(samples, labels, classify, train, real, real_labels):
    """Believes that a distance is the sum of squares."""

    def spread(images, names):
        return np.mean([((i - images[names == k].mean(axis=0)) ** 2).sum() for i, k in zip(images, names, strict=True)])

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant(caught_by="test_variety")
def measures_from_real_averages(samples, labels, classify, train, real, real_labels):
    """Believes that samples are compared with the average of real images."""

    def spread(images, names):
        middles = [
            real[real_labels == k].mean(axis=0) if (real_labels == k).any() else real.mean(axis=0) for k in names
        ]
        return np.linalg.norm(images - np.array(middles), axis=1).mean()

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant(caught_by="test_novelty")
def takes_the_mean_of_distances(samples, labels, classify, train, real, real_labels):
    """Believes that a mean is as good as a median: one sample far away then hides that all others are copies."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    def nearest(images):
        return np.mean([np.linalg.norm(train - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant(caught_by="test_novelty")
def averages_over_training_images(samples, labels, classify, train, real, real_labels):
    """Believes that the distance to the training set is the mean distance to its images."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    def nearest(images):
        return np.median([np.linalg.norm(train - image, axis=1).mean() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(nearest(samples) / nearest(real))


@mutant(caught_by="test_novelty")
def compares_samples_with_real_images(samples, labels, classify, train, real, real_labels):
    """Believes that a sample is new if it is far from the images that were held out."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    def nearest(images, others):
        return np.median([np.linalg.norm(others - image, axis=1).min() for image in images])

    fidelity = float(np.mean(classify(samples) == labels))
    novelty = float(nearest(samples, real) / nearest(real, train))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), novelty


@mutant(caught_by="test_novelty")
def leaves_novelty_in_pixels(samples, labels, classify, train, real, real_labels):
    """Believes that a distance needs nothing to be compared with."""

    def spread(images, names):
        return np.mean(
            [np.linalg.norm(i - images[names == k].mean(axis=0)) for i, k in zip(images, names, strict=True)]
        )

    novelty = np.median([np.linalg.norm(train - image, axis=1).min() for image in samples])
    fidelity = float(np.mean(classify(samples) == labels))
    return fidelity, float(spread(samples, labels) / spread(real, real_labels)), float(novelty)
