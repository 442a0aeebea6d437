"""Wrong answers to `TinyUNet`, which a hidden test must catch. Each docstring says what the student believed."""

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_skips_and_bottom_are_used")
class WithoutSkips(nn.Module):
    """Keeps the skips and never uses them: everything has to go through the bottleneck."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(F.interpolate(u, size=skip.shape[2:]))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant(caught_by="test_skips_and_bottom_are_used")
class WithDetachedSkips(nn.Module):
    """Believes that skips carry pictures up and no gradients back."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x.detach())
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant(caught_by="test_skips_and_bottom_are_used")
class WithTheFinestSkipOnly(nn.Module):
    """Believes that only the finest level has details worth keeping, and zeroes the other skips."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for number in reversed(range(len(skips))):
            skip = skips[number] if number == 0 else torch.zeros_like(skips[number])
            u = self.decoder[number](torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant(caught_by="test_shapes_on_the_way_down_and_up")
class WhichRoundsDown(nn.Module):
    """Pools without ceil_mode: of nine rows four remain."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant(caught_by="test_shapes_on_the_way_down_and_up")
class WhichDoublesExactly(nn.Module):
    """Believes that sizes are powers of two: doubles by two, whatever the skip's size is."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, scale_factor=2), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant(caught_by="test_shapes_on_the_way_down_and_up")
class WhichKeepsAfterHalving(nn.Module):
    """Keeps what each level hands down, after halving: the details are gone."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips, self.size = [], x.shape[2:]
        for level in self.encoder[:-1]:
            x = F.max_pool2d(level(x), 2, ceil_mode=True)
            skips.append(x)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(F.interpolate(u, size=self.size))

    def forward(self, x):
        return self.up(*self.down(x))


@mutant(caught_by="test_shapes_on_the_way_down_and_up")
class OfOneWidth(nn.Module):
    """Leaves the number of channels the same on all levels."""

    def __init__(self, channels, width, depth):
        super().__init__()
        self.encoder = nn.ModuleList(block(width if level else channels, width) for level in range(depth + 1))
        self.decoder = nn.ModuleList(block(2 * width, width) for _ in range(depth))
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant(caught_by="test_it_bends_and_every_layer_learns")
class WithUnusedLayers(nn.Module):
    """Keeps the layers of the way up in a plain list, where no optimiser finds them, and has one that nothing uses."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = [block(a + b, a).double() for a, b in pairwise(widths)]
        self.head = nn.Conv2d(width, channels, 1)
        self.unused = nn.Linear(width, width)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level.to(u.dtype)(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant(caught_by="test_it_bends_and_every_layer_learns")
class WithBatchNormalisation(nn.Module):
    """Believes that every convolution wants batch normalisation: pictures then depend on their neighbours."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.norm = nn.BatchNorm2d(width)
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(self.norm(u))

    def forward(self, x):
        return self.up(*self.down(x))


@mutant(caught_by="test_it_bends_and_every_layer_learns")
class WithoutKinks(nn.Module):
    """Believes that convolutions alone can do it."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        pairs = zip([channels, *widths], widths, strict=False)
        self.encoder = nn.ModuleList(nn.Conv2d(a, b, 3, padding=1) for a, b in pairs)
        pairs = pairwise(widths)
        self.decoder = nn.ModuleList(nn.Conv2d(a + b, a, 3, padding=1) for a, b in pairs)
        self.head = nn.Conv2d(width, channels, 1)

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.avg_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant(caught_by="test_the_output_is_free")
class WithAReluAtTheEnd(nn.Module):
    """Believes that every layer ends in a ReLU: the output has one sign only."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Sequential(nn.Conv2d(width, channels, 1), nn.ReLU())

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))


@mutant(caught_by="test_the_output_is_free")
class WithATanhAtTheEnd(nn.Module):
    """Believes that what comes out of a network for pictures lies between -1 and 1."""

    def __init__(self, channels, width, depth):
        super().__init__()
        widths = [width * 2**level for level in range(depth + 1)]
        self.encoder = nn.ModuleList(block(a, b) for a, b in zip([channels, *widths], widths, strict=False))
        self.decoder = nn.ModuleList(block(a + b, a) for a, b in pairwise(widths))
        self.head = nn.Sequential(nn.Conv2d(width, channels, 1), nn.Tanh())

    def down(self, x):
        skips = []
        for level in self.encoder[:-1]:
            x = level(x)
            skips.append(x)
            x = F.max_pool2d(x, 2, ceil_mode=True)
        return self.encoder[-1](x), skips

    def up(self, bottom, skips):
        u = bottom
        for level, skip in zip(reversed(self.decoder), reversed(skips), strict=True):
            u = level(torch.cat([F.interpolate(u, size=skip.shape[2:]), skip], dim=1))
        return self.head(u)

    def forward(self, x):
        return self.up(*self.down(x))
