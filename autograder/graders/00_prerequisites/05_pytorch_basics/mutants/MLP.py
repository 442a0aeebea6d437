"""Wrong answers to `MLP`, which a hidden test must catch. Each docstring says what the student believed."""

from itertools import pairwise

import torch
from torch import nn

from autograder.testing import mutant


@mutant(caught_by="test_its_book")
class PlainListOfActivations(nn.Module):
    """Believes that activations have nothing to learn, and keeps them in a plain list."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = [activation() for _ in sizes[2:]]
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x)


@mutant(caught_by="test_its_book")
class PlainListOfLayers(nn.Module):
    """Believes that a module finds layers in a list; files only the first one, by another name."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = [nn.Linear(a, b) for a, b in pairwise(sizes)]
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.register_module("layers.0".replace(".", "_"), self.layers[0])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x)


@mutant(caught_by="test_activations_of_their_own")
class SharesOneActivation(nn.Module):
    """Believes that an activation is a function without a state: one is enough, under each name."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList([activation()] * (len(sizes) - 2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x)


@mutant(caught_by="test_its_formula")
class ActivatesTheLast(nn.Module):
    """Believes that every layer has an activation."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x).relu()


@mutant(caught_by="test_its_formula")
class ReturnsProbabilities(nn.Module):
    """Believes that a network has to end in a softmax."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x).softmax(dim=-1)


@mutant(caught_by="test_its_formula")
class AlwaysReLU(nn.Module):
    """Believes that the activation is a ReLU, whatever was asked for."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer in self.layers[:-1]:
            x = self.dropout(layer(x).relu())
        return self.layers[-1](x)


@mutant(caught_by="test_dropout")
class DropsAlways(nn.Module):
    """Believes that functional dropout knows about evaluation mode."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.p = dropout

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = nn.functional.dropout(activation(layer(x)), self.p)
        return self.layers[-1](x)


@mutant(caught_by="test_dropout")
class DropsTheLogits(nn.Module):
    """Believes that dropout comes last."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = activation(layer(x))
        return self.dropout(self.layers[-1](x))


@mutant(caught_by="test_dropout")
class DropsBeforeTheLayer(nn.Module):
    """Believes that dropout comes before each layer, the input included."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = activation(layer(self.dropout(x)))
        return self.layers[-1](self.dropout(x))


@mutant(caught_by="test_dropout")
class KeepsWithP(nn.Module):
    """Believes that p is the share that is kept."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.dropout = nn.Dropout(1 - dropout if 0 < dropout < 1 else dropout)

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = self.dropout(activation(layer(x)))
        return self.layers[-1](x)


@mutant(caught_by="test_dropout")
class DoesNotScale(nn.Module):
    """Believes that dropout only sets numbers to zero."""

    def __init__(self, sizes, activation=nn.ReLU, dropout=0.0):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in pairwise(sizes))
        self.activations = nn.ModuleList(activation() for _ in sizes[2:])
        self.p = dropout

    def forward(self, x):
        for layer, activation in zip(self.layers[:-1], self.activations, strict=True):
            x = activation(layer(x))
            if self.training:
                x = x * (torch.rand_like(x) >= self.p)
        return self.layers[-1](x)
