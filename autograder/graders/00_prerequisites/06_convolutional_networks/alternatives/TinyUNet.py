"""Other right answers to `TinyUNet`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
class WithTwoConvolutionsAndGroups(nn.Module):
    """Has two convolutions a block with group normalisation, registers layers by name, repeats pixels by indices."""

    def __init__(self, channels, width, depth):
        super().__init__()
        self.depth = depth

        def layers(a, b):
            first = nn.Conv2d(a, b, 3, padding="same")
            return nn.Sequential(first, nn.ReLU(), nn.GroupNorm(1, b), nn.Conv2d(b, b, 3, 1, 1), nn.ReLU(inplace=True))

        for level in range(depth + 1):
            self.add_module(f"down_{level}", layers(width * 2 ** (level - 1) if level else channels, width * 2**level))
        for level in range(depth):
            self.add_module(f"up_{level}", layers(3 * width * 2**level, width * 2**level))
        self.last = nn.Conv2d(width, channels, kernel_size=1)

    def down(self, x):
        kept = []
        for level in range(self.depth + 1):
            if level:
                x = F.pad(x, (0, x.shape[3] % 2, 0, x.shape[2] % 2), value=-float("inf"))
                x = F.max_pool2d(x, 2)
            x = getattr(self, f"down_{level}")(x)
            kept.append(x)
        return kept[-1], kept[:-1]

    def up(self, bottom, skips):
        x = bottom
        for level in range(self.depth - 1, -1, -1):
            skip = skips[level]
            x = x.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)[:, :, : skip.shape[2], : skip.shape[3]]
            x = getattr(self, f"up_{level}")(torch.cat((skip, x), 1))
        return self.last(x)

    def forward(self, x):
        bottom, skips = self.down(x)
        return self.up(bottom, skips)


@alternative
class WithAModuleDict(nn.Module):
    """Makes its layers in a dictionary of modules, and returns the skips as a tuple."""

    def __init__(self, channels, width, depth):
        super().__init__()
        self.levels = depth
        blocks = {"in": block(channels, width), "out": nn.Conv2d(width, channels, (1, 1))}
        for i in range(depth):
            blocks[f"d{i}"] = block(width << i, width << (i + 1))
            blocks[f"u{i}"] = block((width << i) + (width << (i + 1)), width << i)
        self.blocks = nn.ModuleDict(blocks)

    def down(self, x):
        h, skips = self.blocks["in"](x), ()
        for i in range(self.levels):
            skips += (h,)
            h = self.blocks[f"d{i}"](nn.functional.max_pool2d(h, kernel_size=2, ceil_mode=True))
        return h, list(skips)

    def up(self, bottom, skips):
        h = bottom
        for i in reversed(range(self.levels)):
            h = nn.functional.interpolate(h, size=tuple(skips[i].shape[-2:]), mode="nearest")
            h = self.blocks[f"u{i}"](torch.cat([h, skips[i]], dim=1))
        return self.blocks["out"](h)

    def forward(self, x):
        return self.up(*self.down(x))
