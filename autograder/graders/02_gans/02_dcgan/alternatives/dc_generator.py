"""Other right answers to `dc_generator`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
class GeneratorModule(nn.Module):
    """A module of its own, with functional activations, layers made in another order, and a view."""

    def __init__(self, z_dim=16, c=16):
        """The layers, last one first."""
        super().__init__()
        self.last = nn.ConvTranspose2d(c, 1, kernel_size=4, stride=2, padding=1)
        self.norm_2 = nn.BatchNorm2d(c)
        self.second = nn.ConvTranspose2d(2 * c, c, kernel_size=4, stride=2, padding=1, bias=False)
        self.norm_1 = nn.BatchNorm2d(2 * c)
        self.first = nn.ConvTranspose2d(z_dim, 2 * c, kernel_size=2, bias=False)

    def forward(self, z):
        """From z to an image."""
        h = torch.relu(self.norm_1(self.first(z[:, :, None, None])))
        h = torch.relu(self.norm_2(self.second(h)))
        return torch.tanh(self.last(h))


@alternative
def generator_in_a_loop(z_dim=16, c=16):
    """Blocks made in a loop, nested in a Sequential, with ReLUs that work in place."""
    layers = [nn.Unflatten(1, (z_dim, 1, 1))]
    for inside, outside, shape in ((z_dim, 2 * c, (2, 1, 0)), (2 * c, c, (4, 2, 1))):
        layer = nn.ConvTranspose2d(inside, outside, *shape, bias=False)
        layers.append(nn.Sequential(layer, nn.BatchNorm2d(outside), nn.ReLU(inplace=True)))
    return nn.Sequential(*layers, nn.ConvTranspose2d(c, 1, 4, 2, 1), nn.Tanh())
