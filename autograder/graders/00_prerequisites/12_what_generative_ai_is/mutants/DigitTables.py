"""Wrong answers to `DigitTables`, which a hidden test must catch. Each docstring says what the student believed."""

import numpy as np

from autograder.testing import mutant


@mutant(caught_by="test_counts")
class AddsOnceOnly:
    """Believes that `n[y, :, x] += 1` adds 1 for each image, also where two hit the same cell."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        n_level[y[:, None], np.arange(x.shape[1]), x] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant(caught_by="test_counts")
class MixesAllLabels:
    """Believes that one table for all labels is a model of each of them."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image in x:
            n_level[:, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant(caught_by="test_counts")
class SmoothsLevelsOnly:
    """Believes that labels need no smoothing, since all of them have been seen."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = np.bincount(y, minlength=10) / len(y)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant(caught_by="test_log_joint")
class MultipliesShares:
    """Believes that the product of all shares is a number that a computer can hold."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        product = self.p_label * np.stack([t[pixels, x].prod(axis=1) for t in self.p_level], axis=1)
        return np.log(np.maximum(product, 1e-320))

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant(caught_by="test_log_joint")
class LeavesOutTheLabel:
    """Believes that log p(x, y) is log p(x | y)."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant(caught_by="test_classify")
class ReadsWithoutThePrior:
    """Believes that how common a label is has nothing to do with reading."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return (self.log_joint(x) - np.log(self.p_label)).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(self.p_level[k, j], v) for j, v in enumerate(r)] for k, r in zip(y, u, strict=True)])


@mutant(caught_by="test_sample")
class OneNumberForAnImage:
    """Believes that one uniform number is enough for an image."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.array([[draw(table, r[0]) for table in self.p_level[k]] for k, r in zip(y, u, strict=True)])


@mutant(caught_by="test_sample")
class DrawsTheAverage:
    """Believes that the best picture of a digit is the average one."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return np.rint(self.p_level[y] @ np.arange(17)).astype(np.int64)


@mutant(caught_by="test_digits")
class ReturnsTrainingImages:
    """Believes that a kept training image is as good as a drawn one; but keeps the first ones, whatever label is asked for."""

    def __init__(self, x, y, alpha):
        n_level = np.full((10, x.shape[1], LEVELS), float(alpha))
        for image, label in zip(x, y, strict=True):
            n_level[label, np.arange(x.shape[1]), image] += 1
        self.kept = x
        self.p_label = (np.bincount(y, minlength=10) + alpha) / (len(y) + 10 * alpha)
        self.p_level = n_level / n_level.sum(axis=2, keepdims=True)

    def log_joint(self, x):
        pixels = np.arange(x.shape[1])
        return np.log(self.p_label) + np.stack([np.log(t)[pixels, x].sum(axis=1) for t in self.p_level], axis=1)

    def classify(self, x):
        return self.log_joint(x).argmax(axis=1)

    def sample(self, y, u):
        return self.kept[np.arange(len(y)) % len(self.kept)]
