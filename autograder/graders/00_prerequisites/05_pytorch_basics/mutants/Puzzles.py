"""Wrong answers to `Puzzles`, which a hidden test must catch. Each docstring says what the student believed."""

import torch

from autograder.testing import mutant


@mutant(caught_by="test_lift")
class LiftsOntoTheLastAxis:
    """Believes that t meets the first axis of x by itself."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t * x if t.shape[-1] == x.shape[-1] else t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant(caught_by="test_lift")
class LiftsToFourAxes:
    """Believes that whatever has a time has channels, height and width."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t[:, None, None, None] * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant(caught_by="test_patches")
class ReshapesIntoTiles:
    """Believes that a reshape of the right shape cuts tiles."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(lambda images, p: images.reshape(len(images), -1, p * p))


@mutant(caught_by="test_patches")
class ReadsTilesByColumns:
    """Believes that tiles are read column by column."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 3, 1, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant(caught_by="test_squared_distances")
class AveragesOverNumbers:
    """Believes that the square of a distance is a mean of squared differences."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().mean(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant(caught_by="test_causal_mask")
class LooksAheadOnly:
    """Believes that the row is looked at: upper triangle, without the position itself."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] > torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant(caught_by="test_one_hot")
class CountsClassesFromTheLabels:
    """Believes that all classes occur: the width of the table is the largest label."""

    @staticmethod
    def one_hot(labels, k):
        table = torch.zeros(len(labels), k)
        width = int(labels.max()) + 1
        table[:, -width:] = (labels[:, None] == torch.arange(width)).float()
        return table

    pick = staticmethod(lambda table, labels: table[torch.arange(len(labels)), labels])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant(caught_by="test_pick")
class PicksALabelForAll:
    """Believes that indexing with labels takes one entry for each row; takes columns, and then one of them."""

    one_hot = staticmethod(lambda labels, k: (labels[:, None] == torch.arange(k)).float())
    pick = staticmethod(lambda table, labels: table[:, labels][0])
    squared_distances = staticmethod(lambda x, y: (x[:, None] - y).square().sum(dim=-1))
    causal_mask = staticmethod(lambda n: torch.arange(n)[:, None] >= torch.arange(n))
    lift = staticmethod(lambda t, x: t.reshape(-1, *[1] * (x.ndim - 1)) * x)
    patches = staticmethod(
        lambda images, p: (
            images.reshape(len(images), images.shape[1] // p, p, images.shape[2] // p, p)
            .permute(0, 1, 3, 2, 4)
            .reshape(len(images), -1, p * p)
        )
    )


@mutant(caught_by="test_the_work_does_not_grow")
class LoopsOverEverything:
    """Believes that a loop over entries is as good as an operation on all of them."""

    @staticmethod
    def one_hot(labels, k):
        table = torch.zeros(len(labels), k)
        for row, label in enumerate(labels):
            table[row, label] = 1
        return table

    pick = staticmethod(lambda table, labels: torch.stack([table[i, label] for i, label in enumerate(labels)]))
    squared_distances = staticmethod(
        lambda x, y: torch.stack([torch.stack([(a - b).square().sum() for b in y]) for a in x])
    )
    causal_mask = staticmethod(lambda n: torch.stack([torch.arange(n) <= i for i in range(n)]))
    lift = staticmethod(lambda t, x: torch.stack([factor * example for factor, example in zip(t, x, strict=True)]))

    @staticmethod
    def patches(images, p):
        n, height, width = images.shape
        tiles = [
            images[:, i : i + p, j : j + p].reshape(n, -1) for i in range(0, height, p) for j in range(0, width, p)
        ]
        return torch.stack(tiles, dim=1)
