"""Other right answers to `MLP`, which must have full marks. Each docstring says how it differs."""

from torch import nn

from autograder.testing import alternative


@alternative
class ChainsByIndex(nn.Module):
    """Appends layer by layer, and asks by index whether one is the last; functional dropout that is told the mode."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.p = dropout
        self.layers, self.activations = nn.ModuleList(), nn.ModuleList()
        for i in range(len(sizes) - 1):
            self.layers.append(nn.Linear(sizes[i], sizes[i + 1]))
            if i < len(sizes) - 2:
                self.activations.append(activation())

    def forward(self, x):
        for i, layer in enumerate(self.layers):
            x = layer(x)
            if i < len(self.activations):
                x = nn.functional.dropout(self.activations[i](x), self.p, training=self.training)
        return x


@alternative
class ComputesByHand(nn.Module):
    """A Sequential of layers, used by hand with matrix products, and a dropout module for each hidden layer."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.Sequential(*[nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)])
        self.activations = nn.Sequential(*[activation() for _ in range(len(sizes) - 2)])
        self.drops = nn.ModuleList([nn.Dropout(dropout) for _ in range(len(sizes) - 2)])

    def forward(self, x):
        for layer, activation, drop in zip(self.layers, self.activations, self.drops, strict=False):
            x = drop(activation(x @ layer.weight.T + layer.bias))
        last = self.layers[len(self.layers) - 1]
        return x @ last.weight.T + last.bias
