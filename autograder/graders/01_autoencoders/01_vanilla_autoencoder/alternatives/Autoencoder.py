"""Other right answers to `Autoencoder`, which must have full marks. Each docstring says how it differs."""

import torch
from torch import nn

from autograder.testing import alternative


@alternative
class WithNamedLayers(nn.Module):
    """Four named layers, and activations as functions."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        self.to_hidden, self.to_code = nn.Linear(d, hidden), nn.Linear(hidden, k)
        self.from_code, self.to_pixels = nn.Linear(k, hidden), nn.Linear(hidden, d)

    def encode(self, x):
        return self.to_code(torch.relu(self.to_hidden(x)))

    def decode(self, z):
        return self.to_pixels(self.from_code(z).clamp_min(0)).sigmoid()

    def forward(self, x):
        return self.decode(self.encode(x))


@alternative
class WithLayersMadeInALoop(nn.Module):
    """A list of layers that the module knows, and the logistic function as a hyperbolic tangent."""

    def __init__(self, d, k, hidden=128):
        super().__init__()
        widths = [d, hidden, k, hidden, d]
        self.layers = nn.ModuleList(nn.Linear(widths[i], widths[i + 1]) for i in range(4))

    def encode(self, x):
        first, second, *_ = self.layers
        h = first(x)
        return second(torch.where(h > 0, h, torch.zeros_like(h)))

    def decode(self, z):
        *_, third, fourth = self.layers
        return 0.5 * (1 + torch.tanh(0.5 * fourth(nn.functional.relu(third(z)))))

    def forward(self, x):
        z = self.encode(x)
        return self.decode(z)
