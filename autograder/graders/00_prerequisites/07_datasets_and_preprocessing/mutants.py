"""Wrong answers that the hidden tests must catch. Each docstring says what the student believed, or how the answer cheats."""
# ruff: noqa: D102, F821 -- methods are the notebook's, and so are the names of its other answers

import math

import torch
from torch import nn

from autograder.testing import mutant

# --- Pixels


@mutant("Pixels", caught_by="test_what_lies_outside")
class WrapsAround:
    """Believes that a conversion to bytes clips."""

    to_model = staticmethod(lambda q: q.float() / 127.5 - 1)
    to_bytes = staticmethod(lambda x: ((x + 1) * 127.5).round().to(torch.int64).to(torch.uint8))


@mutant("Pixels", caught_by="test_the_nearest_byte")
class CutsDecimals:
    """Believes that a conversion to whole numbers rounds."""

    to_model = staticmethod(lambda q: q.float() / 127.5 - 1)
    to_bytes = staticmethod(lambda x: ((x + 1) * 127.5 + 1e-3).clamp(0, 255).to(torch.uint8))


@mutant("Pixels", caught_by="test_all_bytes_there_and_back")
class CalculatesInBytes:
    """Believes that bytes can be doubled."""

    to_model = staticmethod(lambda q: (2 * q).float() / 255 - 1)
    to_bytes = staticmethod(lambda x: ((x + 1) * 127.5).round().clamp(0, 255).to(torch.uint8))


@mutant("Pixels", caught_by="test_all_bytes_there_and_back")
class HalvesBy128:
    """Believes that the middle of the bytes is 128."""

    to_model = staticmethod(lambda q: q.float() / 128 - 1)
    to_bytes = staticmethod(lambda x: ((x + 1) * 128).round().clamp(0, 255).to(torch.uint8))


@mutant("Pixels", caught_by="test_all_bytes_there_and_back")
class FromZeroToOne:
    """Believes that every model sees numbers from 0 to 1."""

    to_model = staticmethod(lambda q: q.float() / 255)
    to_bytes = staticmethod(lambda x: (x * 255).round().clamp(0, 255).to(torch.uint8))


@mutant("Pixels", caught_by="test_what_lies_outside")
class ClipsOneSide:
    """Believes that a generator can only be too bright."""

    to_model = staticmethod(lambda q: q.float() / 127.5 - 1)
    to_bytes = staticmethod(lambda x: ((x + 1) * 127.5).round().clamp(max=255).long().to(torch.uint8))


@mutant("Pixels", caught_by="test_the_nearest_byte")
class WorksInPlace:
    """Believes that nobody needs the numbers any more."""

    to_model = staticmethod(lambda q: q.float() / 127.5 - 1)
    to_bytes = staticmethod(lambda x: x.add_(1).mul_(127.5).round().clamp(0, 255).to(torch.uint8))


# --- Dequantise


@mutant("Dequantise", caught_by="test_levels_fill_the_unit_interval")
class DividesByTheLargestLevel:
    """Believes that the largest level belongs at 1."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / (self.levels - 1)

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / (D * math.log(2))


@mutant("Dequantise", caught_by="test_levels_fill_the_unit_interval")
class CentresTheNoise:
    """Believes that the noise goes to both sides of a level."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u - 0.5) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / (D * math.log(2))


@mutant("Dequantise", caught_by="test_levels_fill_the_unit_interval")
class DrawsNoiseOfItsOwn:
    """Believes that one kind of noise is as good as another."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + torch.rand_like(u)) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / (D * math.log(2))


@mutant("Dequantise", caught_by="test_levels_come_back")
class RoundsToTheNearest:
    """Believes that the nearest level is the one that it was."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).round().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / (D * math.log(2))


@mutant("Dequantise", caught_by="test_levels_come_back")
class NeverClips:
    """Believes that a model stays within the unit cube."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / (D * math.log(2))


@mutant("Dequantise", caught_by="test_bits_per_dimension")
class ForgetsTheCells:
    """Believes that a density is a probability: leaves D log K out."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return -log_density / (D * math.log(2))


@mutant("Dequantise", caught_by="test_bits_per_dimension")
class ReportsNats:
    """Believes that natural logarithms give bits."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (D * math.log(self.levels) - log_density) / D


@mutant("Dequantise", caught_by="test_bits_per_dimension")
class CountsTheCellOnce:
    """Believes that the volume of a cell is 1 / K, whatever D is."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return (math.log(self.levels) - log_density) / (D * math.log(2))


@mutant("Dequantise", caught_by="test_bits_per_dimension")
class AveragesTheExamples:
    """Believes that one number for all examples is asked for."""

    def __init__(self, levels):
        self.levels = levels

    def to_real(self, q, u):
        return (q.to(u.dtype) + u) / self.levels

    def to_whole(self, x):
        return (x * self.levels).floor().clamp(0, self.levels - 1).long()

    def bits_per_dim(self, log_density, D):
        return ((D * math.log(self.levels) - log_density) / (D * math.log(2))).mean()


# --- Moments


@mutant("Moments", caught_by="test_batches_of_equal_length")
class VarianceWithinBatchesOnly:
    """Believes the draft: forgets that the batches' means differ."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x.double()
        centred = x - x.mean(dim=0)
        self.scatter = self.scatter + centred.T @ centred
        self.mean = (self.n * self.mean + x.sum(dim=0)) / (self.n + len(x))
        self.n += len(x)

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant("Moments", caught_by="test_batches_of_any_length")
class MeanOfMeans:
    """Believes that batches are equally long."""

    def __init__(self, D):
        self.n, self.batches, self.mean = 0, 0, torch.zeros(D, dtype=torch.float64)
        self.products = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x.double()
        self.products = self.products + x.T @ x
        self.mean = (self.batches * self.mean + x.mean(dim=0)) / (self.batches + 1)
        self.batches += 1
        self.n += len(x)

    def cov(self, ddof=1):
        return (self.products - self.n * torch.outer(self.mean, self.mean)) / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant("Moments", caught_by="test_large_numbers_and_other_dtypes")
class SchoolFormula:
    """Believes that the mean of squares minus the square of the mean is the variance, in floating point too."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.products = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x.double()
        self.products = self.products + x.T @ x
        self.mean = (self.n * self.mean + x.sum(dim=0)) / (self.n + len(x))
        self.n += len(x)

    def cov(self, ddof=1):
        return (self.products - self.n * torch.outer(self.mean, self.mean)) / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant("Moments", caught_by="test_batches_of_equal_length")
class MeanMovesFirst:
    """Believes that the order of the updates does not matter: the distance is taken from the new mean."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x.double()
        mean, total = x.mean(dim=0), self.n + len(x)
        self.mean = self.mean + len(x) / total * (mean - self.mean)
        delta, centred = mean - self.mean, x - mean
        self.scatter = self.scatter + centred.T @ centred + self.n * len(x) / total * torch.outer(delta, delta)
        self.n = total

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant("Moments", caught_by="test_batches_of_any_length")
class EmptyBatchesAreErrors:
    """Believes that a batch has at least one row."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        x = x.double()
        mean, total = x.mean(dim=0), self.n + len(x)
        delta, centred = mean - self.mean, x - mean
        self.scatter = self.scatter + centred.T @ centred + self.n * len(x) / max(total, 1) * torch.outer(delta, delta)
        self.mean = self.mean + len(x) / max(total, 1) * delta
        self.n = total

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant("Moments", caught_by="test_large_numbers_and_other_dtypes")
class GathersInTheDtypeThatComes:
    """Believes that the dtype of the data is good enough for sums of it."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x if x.is_floating_point() else x.float()
        mean, total = x.mean(dim=0), self.n + len(x)
        centred, delta = x - mean, mean.double() - self.mean
        scatter = (centred.T @ centred).double()
        self.scatter = self.scatter + scatter + self.n * len(x) / total * torch.outer(delta, delta)
        self.mean = self.mean + len(x) / total * delta
        self.n = total

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant("Moments", caught_by="test_it_keeps_numbers_and_not_the_data")
class KeepsEverything:
    """Believes that a stream can be kept and looked at in the end."""

    def __init__(self, D):
        self.rows = torch.zeros(0, D, dtype=torch.float64)
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        self.rows = torch.cat([self.rows, x.double()])
        self.n, self.mean = len(self.rows), self.rows.mean(dim=0)

    def cov(self, ddof=1):
        centred = self.rows - self.mean
        return centred.T @ centred / (self.n - ddof)

    def std(self):
        return self.cov(ddof=0).diagonal().sqrt()


@mutant("Moments", caught_by="test_batches_of_equal_length")
class AlwaysWithoutBias:
    """Believes that n - 1 is right everywhere."""

    def __init__(self, D):
        self.n, self.mean = 0, torch.zeros(D, dtype=torch.float64)
        self.scatter = torch.zeros(D, D, dtype=torch.float64)

    def update(self, x):
        if len(x) == 0:
            return
        x = x.double()
        mean, total = x.mean(dim=0), self.n + len(x)
        centred, delta = x - mean, mean - self.mean
        self.scatter = self.scatter + centred.T @ centred + self.n * len(x) / total * torch.outer(delta, delta)
        self.mean = self.mean + len(x) / total * delta
        self.n = total

    def cov(self, ddof=1):
        return self.scatter / (self.n - ddof)

    def std(self):
        return self.cov().diagonal().sqrt()


# --- ImageDataset


@mutant("ImageDataset", caught_by="test_others_for_each_seed_epoch_and_picture")
class AddsTheNumbers(torch.utils.data.Dataset):
    """Believes that adding seed, epoch and index mixes them."""

    def __init__(self, images, labels, seed=0, transform=None):
        self.images, self.labels, self.seed, self.transform = images, labels, seed, transform
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(i)
        image = self.images[i].clone()
        if self.transform is not None:
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(self.seed + self.epoch + i)
                image = self.transform(image)
        return image, int(self.labels[i])


@mutant("ImageDataset", caught_by="test_others_for_each_seed_epoch_and_picture")
class OneAugmentationForEver(torch.utils.data.Dataset):
    """Believes that the epoch is no business of the data set."""

    def __init__(self, images, labels, seed=0, transform=None):
        self.images, self.labels, self.seed, self.transform = images, labels, seed, transform
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(i)
        image = self.images[i].clone()
        if self.transform is not None:
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(mix(self.seed, i))
                image = self.transform(image)
        return image, int(self.labels[i])


@mutant("ImageDataset", caught_by="test_the_same_again")
class GlobalChance(torch.utils.data.Dataset):
    """Believes that a random transform needs no care."""

    def __init__(self, images, labels, seed=0, transform=None):
        self.images, self.labels, self.seed, self.transform = images, labels, seed, transform
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(i)
        image = self.images[i].clone()
        return (image if self.transform is None else self.transform(image)), int(self.labels[i])


@mutant("ImageDataset", caught_by="test_the_same_again")
class OneStreamForAll(torch.utils.data.Dataset):
    """Believes that one seeded stream, taken up where it stopped, makes a data set repeatable."""

    def __init__(self, images, labels, seed=0, transform=None):
        self.images, self.labels, self.seed, self.transform = images, labels, seed, transform
        self.set_epoch(0)

    def set_epoch(self, epoch):
        self.epoch = epoch
        self.state = torch.Generator().manual_seed(mix(self.seed, epoch)).get_state()

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(i)
        image = self.images[i].clone()
        if self.transform is not None:
            with torch.random.fork_rng(devices=[]):
                torch.set_rng_state(self.state)
                image = self.transform(image)
                self.state = torch.get_rng_state()
        return image, int(self.labels[i])


@mutant("ImageDataset", caught_by="test_the_rest_of_the_world")
class LeavesItsSeedBehind(torch.utils.data.Dataset):
    """Believes that seeding is nobody else's business."""

    def __init__(self, images, labels, seed=0, transform=None):
        self.images, self.labels, self.seed, self.transform = images, labels, seed, transform
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(i)
        image = self.images[i].clone()
        if self.transform is not None:
            torch.manual_seed(mix(self.seed, self.epoch, i))
            image = self.transform(image)
        return image, int(self.labels[i])


@mutant("ImageDataset", caught_by="test_the_rest_of_the_world")
class PutsItBackIfAllGoesWell(torch.utils.data.Dataset):
    """Believes that transforms never fail."""

    def __init__(self, images, labels, seed=0, transform=None):
        self.images, self.labels, self.seed, self.transform = images, labels, seed, transform
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(i)
        image = self.images[i].clone()
        if self.transform is not None:
            state = torch.get_rng_state()
            torch.manual_seed(mix(self.seed, self.epoch, i))
            image = self.transform(image)
            torch.set_rng_state(state)
        return image, int(self.labels[i])


@mutant("ImageDataset", caught_by="test_pictures_and_labels")
class HandsOutTheOriginal(torch.utils.data.Dataset):
    """Believes that transforms make new pictures."""

    def __init__(self, images, labels, seed=0, transform=None):
        self.images, self.labels, self.seed, self.transform = images, labels, seed, transform
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        if i >= len(self):
            raise IndexError(i)
        image = self.images[i]
        if self.transform is not None:
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(mix(self.seed, self.epoch, i))
                image = self.transform(image)
        return image, int(self.labels[i])


@mutant("ImageDataset", caught_by="test_pictures_and_labels")
class GoesRoundAndRound(torch.utils.data.Dataset):
    """Believes that an index beyond the end begins again."""

    def __init__(self, images, labels, seed=0, transform=None):
        self.images, self.labels, self.seed, self.transform = images, labels, seed, transform
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        i = i % len(self)
        image = self.images[i].clone()
        if self.transform is not None:
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(mix(self.seed, self.epoch, i))
                image = self.transform(image)
        return image, int(self.labels[i])


# --- stratified_split


@mutant("stratified_split", caught_by="test_each_class_in_proportion")
def ignores_classes(labels, fractions, generator):
    """Believes that a random split is fair to every class."""
    order = torch.randperm(len(labels), generator=generator)
    parts, start, total = [], 0, 0.0
    for fraction in fractions:
        total += fraction
        end = round(len(labels) * total)
        parts.append(order[start:end])
        start = end
    return parts


@mutant("stratified_split", caught_by="test_each_class_in_proportion")
def rounds_each_size(labels, fractions, generator):
    """Believes that rounded sizes add up."""
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rows = rows[torch.randperm(len(rows), generator=generator)]
        start = 0
        for part, fraction in zip(parts, fractions, strict=True):
            end = start + round(len(rows) * fraction)
            part.append(rows[start:end])
            start = end
    return [torch.cat(part) for part in parts]


@mutant("stratified_split", caught_by="test_each_class_in_proportion")
def the_rest_to_the_last(labels, fractions, generator):
    """Believes that rounding down is fine if the last part takes what is left."""
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rows = rows[torch.randperm(len(rows), generator=generator)]
        start = 0
        for j, fraction in enumerate(fractions):
            end = len(rows) if j == len(fractions) - 1 else start + int(len(rows) * fraction)
            parts[j].append(rows[start:end])
            start = end
    return [torch.cat(part) for part in parts]


@mutant("stratified_split", caught_by="test_chance_decides_who_comes_where")
def first_come_first_served(labels, fractions, generator):
    """Believes that the order of the data is random enough within a class."""
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        start, total = 0, 0.0
        for part, fraction in zip(parts, fractions, strict=True):
            total += fraction
            end = round(len(rows) * total)
            part.append(rows[start:end])
            start = end
    return [torch.cat(part)[torch.randperm(sum(map(len, part)), generator=generator)] for part in parts]


@mutant("stratified_split", caught_by="test_the_generator_is_all_the_chance")
def asks_the_global_generator(labels, fractions, generator):
    """Believes that chance is chance, wherever it comes from."""
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rows = rows[torch.randperm(len(rows))]
        start, total = 0, 0.0
        for part, fraction in zip(parts, fractions, strict=True):
            total += fraction
            end = round(len(rows) * total)
            part.append(rows[start:end])
            start = end
    return [torch.cat(part) for part in parts]


@mutant("stratified_split", caught_by="test_the_generator_is_all_the_chance")
def a_seed_of_its_own(labels, fractions, generator):
    """Believes that a split has to be the same for everybody, for ever."""
    generator = torch.Generator().manual_seed(42)
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rows = rows[torch.randperm(len(rows), generator=generator)]
        start, total = 0, 0.0
        for part, fraction in zip(parts, fractions, strict=True):
            total += fraction
            end = round(len(rows) * total)
            part.append(rows[start:end])
            start = end
    return [torch.cat(part) for part in parts]


@mutant("stratified_split", caught_by="test_each_class_in_proportion")
def returns_places_in_the_class(labels, fractions, generator):
    """Believes that the number of an example within its class is its index."""
    parts = [[] for _ in fractions]
    for label in labels.unique():
        rows = torch.randperm(int((labels == label).sum()), generator=generator)
        start, total = 0, 0.0
        for part, fraction in zip(parts, fractions, strict=True):
            total += fraction
            end = round(len(rows) * total)
            part.append(rows[start:end])
            start = end
    return [torch.cat(part) for part in parts]


# --- is_leak_free


@mutant("is_leak_free", caught_by="test_leaks_that_need_a_loud_or_a_quiet_row")
def probes_at_one_size(prepare):
    """Believes that a leak shows on any data."""
    generator = torch.Generator().manual_seed(0)
    train, test = (torch.randn(n, 5, generator=generator, dtype=torch.float64) for n in (200, 7))
    train_out, test_out = prepare(train, test)
    for i in range(len(test)):
        for whole, alone in zip((train_out, test_out[i : i + 1]), prepare(train, test[i : i + 1]), strict=True):
            if whole.shape != alone.shape or (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                return False
    return True


@mutant("is_leak_free", caught_by="test_leaks_that_need_a_loud_or_a_quiet_row")
def probes_loud_rows_only(prepare):
    """Believes that only large values leak."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        train_out, test_out = prepare(train, test)
        for i in range(len(test)):
            for whole, alone in zip((train_out, test_out[i : i + 1]), prepare(train, test[i : i + 1]), strict=True):
                if whole.shape != alone.shape or (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                    return False
    return True


@mutant("is_leak_free", caught_by="test_statistics_of_the_wrong_rows")
def looks_at_training_rows_only(prepare):
    """Believes that a leak goes from the test rows into the training rows, and nowhere else."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        whole = prepare(train, test)[0]
        for i in range(len(test)):
            alone = prepare(train, test[i : i + 1])[0]
            if whole.shape != alone.shape or (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                return False
    return True


@mutant("is_leak_free", caught_by="test_companions")
def looks_at_test_rows_only(prepare):
    """Believes that what becomes of the training rows is the training's business."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        test_out = prepare(train, test)[1]
        for i in range(len(test)):
            whole, alone = test_out[i : i + 1], prepare(train, test[i : i + 1])[1]
            if whole.shape != alone.shape or (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                return False
    return True


@mutant("is_leak_free", caught_by="test_statistics_of_the_wrong_rows")
def shuffles_the_test_rows(prepare):
    """Believes that whatever does not mind the order of its companions does not look at them."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        order = torch.tensor([3, 6, 1, 0, 5, 2, 4])
        first, second = prepare(train, test), prepare(train, test[order])
        for a, b in ((first[0], second[0]), (first[1][order], second[1])):
            if a.shape != b.shape or (a - b).abs().max() > 1e-6 * a.abs().max():
                return False
    return True


@mutant("is_leak_free", caught_by="test_companions")
def asks_about_the_first_row_only(prepare):
    """Believes that what holds for one test row holds for all."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        for _ in range(5):
            test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
            train_out, test_out = prepare(train, test)
            for whole, alone in zip((train_out, test_out[:1]), prepare(train, test[:1]), strict=True):
                if whole.shape != alone.shape or (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                    return False
    return True


@mutant("is_leak_free", caught_by="test_companions")
def changes_companions_but_not_their_number(prepare):
    """Believes that the number of companions tells nothing."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        train_out, test_out = prepare(train, test)
        for i in range(len(test)):
            others = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
            others[i] = test[i]
            train_other, test_other = prepare(train, others)
            for a, b in ((train_out, train_other), (test_out[i], test_other[i])):
                if a.shape != b.shape or (a - b).abs().max() > 1e-6 * a.abs().max():
                    return False
    return True


@mutant("is_leak_free", caught_by="test_rounding_and_shapes")
def forgives_nothing(prepare):
    """Believes that equal means equal in every bit."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        train_out, test_out = prepare(train, test)
        for i in range(len(test)):
            for whole, alone in zip((train_out, test_out[i : i + 1]), prepare(train, test[i : i + 1]), strict=True):
                if whole.shape != alone.shape or not torch.allclose(whole, alone, rtol=1e-9, atol=1e-12):
                    return False
    return True


@mutant("is_leak_free", caught_by="test_rounding_and_shapes")
def an_absolute_tolerance(prepare):
    """Believes that what is below a millionth is nothing."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        train_out, test_out = prepare(train, test)
        for i in range(len(test)):
            for whole, alone in zip((train_out, test_out[i : i + 1]), prepare(train, test[i : i + 1]), strict=True):
                bound = 1e-6 * max(1.0, float(whole.abs().max())) if whole.shape == alone.shape else -1
                if bound < 0 or (whole - alone).abs().max() > bound:
                    return False
    return True


@mutant("is_leak_free", caught_by="test_rounding_and_shapes")
def broadcasts_what_differs(prepare):
    """Believes that a difference always shows in the values, and shapes look after themselves."""
    generator = torch.Generator().manual_seed(0)
    train = torch.randn(30, 5, generator=generator, dtype=torch.float64)
    for scale in (0.01, 1.0, 30.0, 1000.0):
        test = scale * torch.randn(7, 5, generator=generator, dtype=torch.float64)
        train_out, test_out = prepare(train, test)
        for i in range(len(test)):
            for whole, alone in zip((train_out, test_out[i : i + 1]), prepare(train, test[i : i + 1]), strict=True):
                if (whole - alone).abs().max() > 1e-6 * whole.abs().max():
                    return False
    return True


@mutant("is_leak_free", caught_by="test_statistics_of_the_wrong_rows")
def suspects_everybody(prepare):
    """Believes that whatever computes something leaks."""
    train, test = torch.randn(20, 4, dtype=torch.float64), torch.randn(5, 4, dtype=torch.float64)
    train_out, test_out = prepare(train, test)
    return train_out.shape == train.shape and test_out.equal(test)


# --- balanced_indices


@mutant("balanced_indices", caught_by="test_equally_many_and_evenly_dealt")
def draws_with_replacement(labels, per_class, generator):
    """Believes that drawing each time anew is even enough."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        chosen.append(rows[torch.randint(len(rows), (per_class,), generator=generator)])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices), generator=generator)]


@mutant("balanced_indices", caught_by="test_equally_many_and_evenly_dealt")
def takes_what_there_is(labels, per_class, generator):
    """Believes that a class which is too small for its share gives what it has."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        chosen.append(rows[torch.randperm(len(rows), generator=generator)][:per_class])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices), generator=generator)]


@mutant("balanced_indices", caught_by="test_equally_many_and_evenly_dealt")
def counts_classes_from_zero(labels, per_class, generator):
    """Believes that classes are called 0, 1, 2, ..."""
    chosen = []
    for label in range(len(labels.unique())):
        rows = (labels == label).nonzero().flatten()
        if len(rows) == 0:
            rows = torch.arange(len(labels))
        rounds = -(-per_class // len(rows))
        dealt = [rows[torch.randperm(len(rows), generator=generator)] for _ in range(rounds)]
        chosen.append(torch.cat(dealt)[:per_class])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices), generator=generator)]


@mutant("balanced_indices", caught_by="test_chance_decides_the_rest")
def one_class_after_the_other(labels, per_class, generator):
    """Believes that the order within a batch does not matter to anybody."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rounds = -(-per_class // len(rows))
        dealt = [rows[torch.randperm(len(rows), generator=generator)] for _ in range(rounds)]
        chosen.append(torch.cat(dealt)[:per_class])
    return torch.cat(chosen)


@mutant("balanced_indices", caught_by="test_chance_decides_the_rest")
def takes_the_first_ones(labels, per_class, generator):
    """Believes that any examples will do, the first ones for instance."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        chosen.append(rows[torch.arange(per_class) % len(rows)])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices), generator=generator)]


@mutant("balanced_indices", caught_by="test_the_generator_is_all_the_chance")
def deals_by_global_chance(labels, per_class, generator):
    """Believes that chance is chance, wherever it comes from."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rounds = -(-per_class // len(rows))
        chosen.append(torch.cat([rows[torch.randperm(len(rows))] for _ in range(rounds)])[:per_class])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices), generator=generator)]


@mutant("balanced_indices", caught_by="test_the_generator_is_all_the_chance")
def shuffles_by_global_chance(labels, per_class, generator):
    """Believes that the last shuffle need not be repeatable."""
    chosen = []
    for label in labels.unique():
        rows = (labels == label).nonzero().flatten()
        rounds = -(-per_class // len(rows))
        dealt = [rows[torch.randperm(len(rows), generator=generator)] for _ in range(rounds)]
        chosen.append(torch.cat(dealt)[:per_class])
    indices = torch.cat(chosen)
    return indices[torch.randperm(len(indices))]


# --- augment


@mutant("augment", caught_by="test_moving")
def rolls(x, shift, flip=None, gain=None):
    """Believes that what leaves on one side comes back in on the other."""
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-1) if flip is not None and flip[i] else image
        image = image.roll((int(shift[i, 0]), int(shift[i, 1])), dims=(-2, -1))
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant("augment", caught_by="test_moving")
def moves_the_other_way(x, shift, flip=None, gain=None):
    """Believes that the window moves with the picture: crops at +d instead of -d."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-1) if flip is not None and flip[i] else image
        d, r = (int(s) for s in shift[i].clamp(-height - width, height + width))
        d, r = max(-height, min(height, d)), max(-width, min(width, r))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height + d : 2 * height + d, width + r : 2 * width + r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant("augment", caught_by="test_moving")
def swaps_down_and_right(x, shift, flip=None, gain=None):
    """Believes that x comes before y, also in rows and columns."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-1) if flip is not None and flip[i] else image
        d, r = max(-height, min(height, int(shift[i, 1]))), max(-width, min(width, int(shift[i, 0])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant("augment", caught_by="test_mirroring_and_brightness")
def moves_before_it_mirrors(x, shift, flip=None, gain=None):
    """Believes that the order of mirroring and moving does not matter."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        d, r = max(-height, min(height, int(shift[i, 0]))), max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        image = image.flip(-1) if flip is not None and flip[i] else image
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant("augment", caught_by="test_mirroring_and_brightness")
def mirrors_upside_down(x, shift, flip=None, gain=None):
    """Believes that the last axis but one is the one from left to right."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-2) if flip is not None and flip[i] else image
        d, r = max(-height, min(height, int(shift[i, 0]))), max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant("augment", caught_by="test_mirroring_and_brightness")
def mirrors_all_or_none(x, shift, flip=None, gain=None):
    """Believes that one decision holds for the whole batch."""
    height, width = x.shape[-2:]
    pictures = []
    x = x.flip(-1) if flip is not None and bool(flip[0]) else x
    for i, image in enumerate(x):
        d, r = max(-height, min(height, int(shift[i, 0]))), max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant("augment", caught_by="test_gradients_flow_back")
def detaches(x, shift, flip=None, gain=None):
    """Believes that augmentation is data handling, where no gradient is needed."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x.detach()):
        image = image.flip(-1) if flip is not None and flip[i] else image
        d, r = max(-height, min(height, int(shift[i, 0]))), max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        image = padded[:, height - d : 2 * height - d, width - r : 2 * width - r]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


@mutant("augment", caught_by="test_dtypes")
def whatever_comes_out(x, shift, flip=None, gain=None):
    """Believes that the dtype of a product looks after itself."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-1) if flip is not None and flip[i] else image
        d, r = max(-height, min(height, int(shift[i, 0]))), max(-width, min(width, int(shift[i, 1])))
        padded = nn.functional.pad(image, (width, width, height, height))
        pictures.append(padded[:, height - d : 2 * height - d, width - r : 2 * width - r])
    moved = torch.stack(pictures)
    return moved if gain is None else moved * gain[:, None, None, None]


@mutant("augment", caught_by="test_moving")
def pads_too_little(x, shift, flip=None, gain=None):
    """Believes that nobody moves a picture by more than half its size."""
    height, width = x.shape[-2:]
    pictures = []
    for i, image in enumerate(x):
        image = image.flip(-1) if flip is not None and flip[i] else image
        p, q = height // 2, width // 2
        d, r = max(-p, min(p, int(shift[i, 0]))), max(-q, min(q, int(shift[i, 1])))
        padded = nn.functional.pad(image, (q, q, p, p))
        image = padded[:, p - d : p - d + height, q - r : q - r + width]
        pictures.append(image if gain is None else image * gain[i].to(x.dtype))
    return torch.stack(pictures)


# --- resize_matrix


@mutant("resize_matrix", caught_by="test_fewer_pixels_antialiased")
def never_widens(n_in, n_out, antialias=True):
    """Believes that two neighbours are enough, however many pixels lie between."""
    s = n_in / n_out
    old = torch.arange(n_in, dtype=torch.float64) + 0.5
    new = s * (torch.arange(n_out, dtype=torch.float64) + 0.5)
    tent = (1 - (old - new[:, None]).abs()).clamp(min=0)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant("resize_matrix", caught_by="test_fewer_pixels_antialiased")
def antialiases_on_request(n_in, n_out, antialias=False):
    """Believes that antialiasing has to be asked for."""
    s = n_in / n_out
    v = max(1.0, s) if antialias else 1.0
    old = torch.arange(n_in, dtype=torch.float64) + 0.5
    new = s * (torch.arange(n_out, dtype=torch.float64) + 0.5)
    tent = (1 - (old - new[:, None]).abs() / v).clamp(min=0)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant("resize_matrix", caught_by="test_two_nearest_pixels")
def aligns_the_corners(n_in, n_out, antialias=True):
    """Believes that the first and the last pixels stand on top of each other."""
    s = n_in / n_out
    v = max(1.0, s) if antialias else 1.0
    old = torch.arange(n_in, dtype=torch.float64)
    new = torch.linspace(0, n_in - 1, n_out, dtype=torch.float64)
    tent = (1 - (old - new[:, None]).abs() / v).clamp(min=0)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant("resize_matrix", caught_by="test_fewer_pixels_antialiased")
def forgets_the_half(n_in, n_out, antialias=True):
    """Believes that pixel j stands at j, in the old and in the new picture."""
    s = n_in / n_out
    v = max(1.0, s) if antialias else 1.0
    old = torch.arange(n_in, dtype=torch.float64)
    new = s * torch.arange(n_out, dtype=torch.float64)
    tent = (1 - (old - new[:, None]).abs() / v).clamp(min=0)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant("resize_matrix", caught_by="test_two_nearest_pixels")
def narrows_for_more_pixels(n_in, n_out, antialias=True):
    """Believes that the tent is s wide, also where s is below 1."""
    s = n_in / n_out
    v = s if antialias else 1.0
    old = torch.arange(n_in, dtype=torch.float64) + 0.5
    new = s * (torch.arange(n_out, dtype=torch.float64) + 0.5)
    distance = (old - new[:, None]).abs()
    tent = (1 - distance / v).clamp(min=0) + 1e-12 * (distance == distance.min(dim=1, keepdim=True).values)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant("resize_matrix", caught_by="test_fewer_pixels_antialiased")
def a_box_for_a_tent(n_in, n_out, antialias=True):
    """Believes that the plain mean over a new pixel is the tent's."""
    s = n_in / n_out
    old = torch.arange(n_in, dtype=torch.float64) + 0.5
    new = s * (torch.arange(n_out, dtype=torch.float64) + 0.5)
    if antialias and s > 1:
        edges = torch.arange(n_in, dtype=torch.float64)
        low, high = new[:, None] - s / 2, new[:, None] + s / 2
        tent = (torch.minimum(high, edges + 1) - torch.maximum(low, edges)).clamp(min=0)
    else:
        tent = (1 - (old - new[:, None]).abs()).clamp(min=0)
    return tent / tent.sum(dim=1, keepdim=True)


@mutant("resize_matrix", caught_by="test_it_is_your_own")
def lets_torch_do_it(n_in, n_out, antialias=True):
    """Resizes every unit vector by torch: right, and not what was asked."""
    old = torch.eye(n_in, dtype=torch.float64)[None, None]
    return nn.functional.interpolate(old, size=(n_out, n_in), mode="bilinear", antialias=antialias)[0, 0]


@mutant("resize_matrix", caught_by="test_fewer_pixels_antialiased")
def divides_by_the_width(n_in, n_out, antialias=True):
    """Believes that a tent's weights add up to its half-width, also at the borders."""
    s = n_in / n_out
    v = max(1.0, s) if antialias else 1.0
    old = torch.arange(n_in, dtype=torch.float64) + 0.5
    new = s * (torch.arange(n_out, dtype=torch.float64) + 0.5)
    return (1 - (old - new[:, None]).abs() / v).clamp(min=0) / v


# --- train_few


@mutant("train_few", caught_by="test_it_reads_digits_that_moved")
def never_moves(x, y, *, seed, steps=400, device="cpu"):
    """Believes that pictures in the middle are all there is."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        loss = nn.functional.cross_entropy(network(x[rows].to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant("train_few", caught_by="test_it_reads_digits_that_moved")
def moves_once_for_ever(x, y, *, seed, steps=400, device="cpu"):
    """Believes that pictures can be augmented once, before training."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    moved = augment(x, torch.randint(-1, 2, (len(x), 2), generator=generator))
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        loss = nn.functional.cross_entropy(network(moved[rows].to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant("train_few", caught_by="test_it_reads_digits_that_moved")
def one_shift_for_all(x, y, *, seed, steps=400, device="cpu"):
    """Believes that the row and the column of a shift are one number: moves along the diagonal."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 1), generator=generator).expand(-1, 2)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant("train_few", caught_by="test_it_reads_digits_that_moved")
def shuffles_the_labels_away(x, y, *, seed, steps=400, device="cpu"):
    """Believes that pictures and labels may be drawn one after the other: two balanced batches that do not belong together."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows, others = balanced_indices(y, 6, generator), balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[others].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant("train_few", caught_by="test_rare_classes_are_heard")
def takes_batches_as_they_come(x, y, *, seed, steps=400, device="cpu"):
    """Believes that any random batch is a fair one."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = torch.randint(len(x), (6 * len(y.unique()),), generator=generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant("train_few", caught_by="test_units_do_not_matter")
def learns_in_the_scanners_units(x, y, *, seed, steps=400, device="cpu"):
    """Believes that a network finds the scale of its inputs by itself."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(*head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant("train_few", caught_by="test_units_do_not_matter")
def one_scale_for_all_channels(x, y, *, seed, steps=400, device="cpu"):
    """Believes that one mean and one deviation will do for all channels."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    c = x.shape[1]
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    standardise = Standardise(x.mean().expand(c).clone(), x.std(correction=0).expand(c).clone())
    network = nn.Sequential(standardise, *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant("train_few", caught_by="test_each_picture_is_read_alone")
def standardises_by_the_batch(x, y, *, seed, steps=400, device="cpu"):
    """Believes that a batch norm in front, left in training mode, standardises as well as anything."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(nn.BatchNorm2d(x.shape[1], affine=False), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().train()


@mutant("train_few", caught_by="test_data_and_seed_decide")
def has_a_favourite_seed(x, y, *, seed, steps=400, device="cpu"):
    """Believes that 42 is the seed."""
    torch.manual_seed(42)
    generator = torch.Generator().manual_seed(42)
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()


@mutant("train_few", caught_by="test_data_and_seed_decide")
def trains_in_float32(x, y, *, seed, steps=400, device="cpu"):
    """Believes that float32 is the only dtype of networks."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    x = x.float()
    moments = Moments(x.shape[1])
    moments.update(x.permute(0, 2, 3, 1).reshape(-1, x.shape[1]))
    head = [nn.Flatten(), nn.Linear(x[0].numel(), 128), nn.ReLU(), nn.Linear(128, 10)]
    network = nn.Sequential(Standardise(moments.mean, moments.std()), *head).to(device, x.dtype)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.002)
    for _ in range(steps):
        rows = balanced_indices(y, 6, generator)
        shift = torch.randint(-1, 2, (len(rows), 2), generator=generator)
        loss = nn.functional.cross_entropy(network(augment(x[rows], shift).to(device)), y[rows].to(device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return network.cpu().eval()
