"""Wrong answers to `ImageDataset`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_others_for_each_seed_epoch_and_picture")
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


@mutant(caught_by="test_others_for_each_seed_epoch_and_picture")
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


@mutant(caught_by="test_the_same_again")
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


@mutant(caught_by="test_the_same_again")
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


@mutant(caught_by="test_the_rest_of_the_world")
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


@mutant(caught_by="test_the_rest_of_the_world")
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


@mutant(caught_by="test_pictures_and_labels")
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


@mutant(caught_by="test_pictures_and_labels")
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
